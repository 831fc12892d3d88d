/** What to do where the picture's classifier is not installed; ends a refusal. */
export const classifierWouldKnow = ' The photo labels of the registry pack would help: get them under Models in the settings, or with “ocelli models pull efficientnet-lite2”.';
