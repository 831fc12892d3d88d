import { env, LogLevel } from '@huggingface/transformers';
import type { Device } from '@ocelli/protocol';
import { sessionOptions } from '../runtime/session-options.js';

// Files come from disk only, and the library stays quiet: at its error level it prints whole inputs, which are what users show and say.
env.allowRemoteModels = false;
env.useFSCache = false;
env.logLevel = LogLevel.NONE;

/** How transformers.js opens a model of a folder here: on this device, with sessions as all others are. */
export function libraryOptions(device: Device) {
  const { executionProviders: _, ...sessions } = sessionOptions(device);
  return { device, session_options: sessions, local_files_only: true } as const;
}
