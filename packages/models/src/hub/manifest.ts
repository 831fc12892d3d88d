import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What becomes part of a path or of an address: never `..`, hidden, absolute, or longer than file systems take. */
const segment = '[A-Za-z0-9_][A-Za-z0-9._-]{0,120}';

/** A file of a repository on the Hub, by its path there, pinned by its bytes. */
export const HubFile = z.object({
  path: z.string().regex(new RegExp(`^${segment}(/${segment}){0,3}$`)),
  sha256: Sha256,
  bytes: z.number().int().positive(),
});
export type HubFile = z.infer<typeof HubFile>;

/** What is fetched from the Hub as one: files of one repository at one commit. It is there with all of its files, or it is not. */
export const HubDownload = z.object({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string(),
  /** What works once it is there, for people: follows "Ocelli can ". */
  gives: z.string(),
  when: z.enum(['start', 'asked']),
  /** "owner/name". */
  repo: z.string().regex(new RegExp(`^${segment}/${segment}$`)),
  /** A commit: names of branches would mean other bytes tomorrow. */
  revision: z.string().regex(/^[0-9a-f]{40}$/),
  files: z.array(HubFile).min(1),
});
export type HubDownload = z.infer<typeof HubDownload>;

/** Folder of a download's files inside the models folder. */
export const hubFolder = ({ repo, revision }: Pick<HubDownload, 'repo' | 'revision'>) => `hub/${repo.replace('/', '--')}/${revision}`;

/** Supertonic's women's styles. It has five men's too, whose hashes no public record has: what cannot be pinned is not fetched. */
const supertonicVoices = [
  ['F1', '5ef84e3421e4f80994a5a40a18ba39ba9fc48175c41ae6cf3e56418820872dbf'],
  ['F2', '1949cf0e066c4278980d2b835cf334dab0f8f781704c9116bf48a072278f7c72'],
  ['F3', '38ee1d62ad8a02877ab0d08b501742b76cf3586ed888514df1a7f27cc0f8d171'],
  ['F4', '63890c361868a296c51f9aee114f51e0a9a92c3f46a91582539545f7ab408a72'],
  ['F5', '793223d8d11e0ee49721842ebdc7bd46b4487579588f646953e75ad3fc8ffb9c'],
] as const;

/**
 * Every download from the Hub. Those named "hub-" are the same weights as a model of the catalogue that also comes through package registries. Whisper's encoder
 * suffers from eight bits, its decoder does not.
 */
export const hubDownloads: readonly HubDownload[] = HubDownload.array().parse([
  {
    id: 'hub-minilm',
    title: 'all-MiniLM-L6-v2 of the Hub, what words mean',
    gives: 'find pictures by words',
    when: 'asked',
    repo: 'Xenova/all-MiniLM-L6-v2',
    revision: '751bff37182d3f1213fa05d7196b954e230abad9',
    files: [
      { path: 'onnx/model.onnx', sha256: '759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e', bytes: 90_387_606 },
      { path: 'tokenizer.json', sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0', bytes: 711_661 },
    ],
  },
  {
    id: 'hub-kokoro',
    title: 'Kokoro-82M of the Hub, a voice',
    gives: 'speak English',
    when: 'asked',
    repo: 'onnx-community/Kokoro-82M-v1.0-ONNX',
    revision: '1939ad2a8e416c0acfeecc08a694d14ef25f2231',
    files: [
      { path: 'onnx/model_quantized.onnx', sha256: 'fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478', bytes: 92_361_116 },
      { path: 'tokenizer.json', sha256: '77a02c8e164413299b4b4c403b14f8e0e1c1b727db4d46a09d6327b861060a34', bytes: 3_497 },
    ],
  },
  {
    id: 'hub-whisper-tiny-en',
    title: 'Whisper tiny.en of the Hub, spoken English',
    gives: 'understand recorded questions in English',
    when: 'asked',
    repo: 'onnx-community/whisper-tiny.en',
    revision: '2575352d61be1bf7225cf8f8b268a4678025fc58',
    files: [
      { path: 'onnx/encoder_model.onnx', sha256: '8c361b9430a5ef6619ee64b7fe06c725df19f36d508cc8b847064b34a888a3fe', bytes: 32_904_992 },
      { path: 'onnx/decoder_model_merged_quantized.onnx', sha256: 'c0592d0749413c960569e1c7fb806b060d5d18f3ebad4a95cbf9a77dc6e9be52', bytes: 30_718_858 },
      { path: 'tokenizer.json', sha256: '5eb60cec1e77aeeb6869a2bb5a8e01a84c3fe5d072d75369343021fe6f5310d0', bytes: 2_405_679 },
      { path: 'generation_config.json', sha256: '7b2e8451ed5f118e75fdd991409d72119d21d2fef1eba9723f68fb9c57fe5dc9', bytes: 1_646 },
    ],
  },
  {
    id: 'hub-whisper-base',
    title: 'Whisper base of the Hub, speech in 99 languages',
    gives: 'understand recorded questions in other languages',
    when: 'asked',
    repo: 'onnx-community/whisper-base',
    revision: '1846881b6b3a3024392c1eea3ad983695bc23925',
    files: [
      { path: 'onnx/encoder_model.onnx', sha256: 'a9f3b752833b49e880dec91ee5b6d936112be7c3ea07c221024ba493439f46fe', bytes: 82_468_078 },
      { path: 'onnx/decoder_model_merged_quantized.onnx', sha256: 'fa3ef9902734ce5ae6f9ef2bdb2ba9a6c4b5785b09f4f420ce036573dc9d090b', bytes: 53_693_315 },
      { path: 'tokenizer.json', sha256: '27fc476bfe7f17299480be2273fc0608e4d5a99aba2ab5dec5374b4482d1a566', bytes: 2_480_466 },
      { path: 'generation_config.json', sha256: '61070cf8de25b1e9256e8e102ded49d8d24a8369ed36ef84fdf21549e68125a0', bytes: 3_832 },
    ],
  },
  {
    id: 'supertonic',
    title: 'Supertonic, five voices',
    gives: 'speak English in five more voices',
    when: 'asked',
    repo: 'onnx-community/Supertonic-TTS-ONNX',
    revision: 'cff123c84b0655d9d647641f1b532c3cbb8f7faa',
    files: [
      { path: 'config.json', sha256: '37cdafab327b4360e0d6911956bfb3ca3d7254b53749e06ca41ab422d7686259', bytes: 247 },
      { path: 'tokenizer.json', sha256: 'da6954f045585fc12c8ea9831b3c3eb1c5bffc8ef7ff6b6db7de781cd472ee01', bytes: 2_038 },
      { path: 'tokenizer_config.json', sha256: '87dad35dfef4b41ef8bb92723e2fc040b91d3fdf770ee5f4716fa5d4896f7a68', bytes: 119 },
      { path: 'onnx/text_encoder.onnx', sha256: '50a03d29d5dc95918eeff578f542b814f3cf5a741f927116f5a8462a76ff6898', bytes: 433_169 },
      { path: 'onnx/text_encoder.onnx_data', sha256: '6415854f135a318909dc716e90f83a391d9a91bd9da09bdb6d6763d6b0a6c102', bytes: 28_426_752 },
      { path: 'onnx/latent_denoiser.onnx', sha256: '9a639a8c05c9be111848562c5cf10ea2697a589c6341830aac479d0ce7b75aa9', bytes: 398_102 },
      { path: 'onnx/latent_denoiser.onnx_data', sha256: 'cde4abf1136defce235bc446eaab4954a57721ae8d5a4754cdd337bf191b612f', bytes: 132_098_880 },
      { path: 'onnx/voice_decoder.onnx', sha256: '83c104006dabcd6b568c0d5acb6fec18f65609d2391dd2c459e4440e85027669', bytes: 59_921 },
      { path: 'onnx/voice_decoder.onnx_data', sha256: 'ea52402c9ba5131ee2b3901a86db2f0b435b322169cd75157e053493d967d17f', bytes: 101_353_472 },
      ...supertonicVoices.map(([name, sha256]) => ({ path: `voices/${name}.bin`, sha256, bytes: 51_712 })),
    ],
  },
]);

/** Models of the Hub whose form this build can run and that it does not fetch: no public record has the hashes of all of their files, and nothing is run unpinned. */
export const unpinnedModels: readonly { id: string; title: string; licence: string; repo: string }[] = [
  { id: 'speecht5', title: 'SpeechT5, an English voice', licence: 'MIT', repo: 'Xenova/speecht5_tts' },
  { id: 'mms-tts-eng', title: 'MMS (VITS), an English voice', licence: 'CC-BY-NC-4.0, not for commercial use', repo: 'Xenova/mms-tts-eng' },
];

/** The files of these paths as the catalogue names them, in that order. */
export function hubFiles(id: string, paths: readonly string[]): { download: string; folder: string; path: string; sha256: string }[] {
  const download = hubDownloads.find((candidate) => candidate.id === id);
  return paths.map((wanted) => {
    const file = download?.files.find(({ path }) => path === wanted);
    if (!download || !file) throw new Error(`The manifest has no file "${wanted}" of "${id}".`);
    return { download: id, folder: hubFolder(download), path: file.path, sha256: file.sha256 };
  });
}
