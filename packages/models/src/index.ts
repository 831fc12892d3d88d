export * from './perception.js';
export { catalogue } from './catalogue/catalogue.js';
export type { DownloadFile, ModelEntry, ModelFile, PackageFile, PackId } from './catalogue/model-entry.js';
export { packStatus, packTitle, type InstallStatus, type ModelStatus, type PackStatus } from './packs/pack-status.js';
export {
  createInferenceHost,
  type InferenceEvent,
  type InferenceHost,
  type InferenceHostOptions,
  type InferenceHostStatus,
} from './runtime/inference-host.js';
export { createLocalPerception, type LocalPerception, type LocalPerceptionOptions } from './runtime/local-perception.js';
export { perceptionVersion } from './packs/perception-version.js';
export { bestDevice, probeDevices, type DeviceReport } from './runtime/device-probe.js';
export { sessionOptions } from './runtime/session-options.js';
export { countPeople, type PeopleCount } from './detect/count-people.js';
export { readImagenetLabels, type ImagenetLabel } from './classify/imagenet-labels.js';
export { defaultModelsDir } from './packs/models-dir.js';
export { ModelFiles, usualPacks, type ModelForm } from './packs/model-files.js';
export { modelsOf, neededDownloads } from './packs/needed-downloads.js';
export { downloadFiles, registryDownloads, RegistryDownload, RegistryFile, RegistryWheel } from './registry/manifest.js';
export { fetchBytes, ModelDownload, modelDownloads, packOf } from './registry/model-download.js';
export { HubDownload, hubDownloads, hubFiles, unpinnedModels } from './hub/manifest.js';
export { readHubSettings, type HubSettings } from './hub/hub-settings.js';
export { readModelSettings, type ModelSettings } from './packs/model-settings.js';
export { findPip, nameOfPip, type Pip } from './registry/find-pip.js';
export { registryPlan, removeDownloads, verifyDownloads, type InstalledOptions, type VerifiedDownload } from './registry/installed-downloads.js';
export { ensureDownloads, pullDownloads, type PullOptions, type PullOutcome } from './registry/pull-downloads.js';
export { DownloadsProcess } from './registry/downloads-process.js';
export { createVoiceActivity, type VoiceActivity, type VoiceActivityOptions, type VoiceStream } from './voice-activity/voice-activity.js';
export type { EndpointOptions, VoiceEvent } from './voice-activity/endpointer.js';
export { loudnessRange } from './voice-activity/foreground.js';
export { speakable } from './speak/speakable.js';
export { inWords } from './speak/spell-out.js';
export { speechPieces, type SpeechPiece } from './speak/speech-pieces.js';
export { defaultVoice, voiceCalled, voices, type Voice } from './speak/voices.js';
export { cueLimits, cuesOf, formatTranscript, transcriptFormats, type Cue, type TranscriptFormat } from './transcribe/subtitles.js';
