import type { Attachment, Message } from '@/wire/protocol';

/** Every picture of a branch, once each, in the order first shown: "picture 1" is the first. The agent numbers them the same way. */
export function picturesOf(branch: readonly Message[]): Attachment[] {
  const pictures = new Map<string, Attachment>();
  for (const message of branch) {
    if (message.role !== 'user') continue;
    for (const { region: _region, ...picture } of message.attachments) if (!pictures.has(picture.id)) pictures.set(picture.id, picture);
  }
  return [...pictures.values()];
}
