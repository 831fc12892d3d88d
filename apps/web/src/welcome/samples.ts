import { useEffect, useState } from 'react';
import { Attachment, OcelliError, type Samples } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { upload } from '@/composer/upload';
import { setAddress } from '@/conversation/address';
import { useConnection } from '@/conversation/connection';
import { useConversation } from '@/conversation/conversation-store';
import { sendTurn } from '@/conversation/send-turn';
import { say } from '@/design/toasts';

export type Sample = Samples['samples'][number];

/** Pictures to try; empty until the server has named them. */
export function useSamples(): Sample[] {
  const [samples, setSamples] = useState<Sample[]>([]);
  const online = useConnection((state) => state.status === 'online');
  useEffect(() => {
    let left = false;
    rest.samples().then(
      ({ samples }) => { if (!left) setSamples(samples); },
      // The page works without samples; they are asked for again when the server is back.
      () => undefined,
    );
    return () => { left = true; };
  }, [online]);
  return samples;
}

/** Shows a sample picture and asks a question about it, as if the user had dropped it. */
export async function askAboutSample(sample: Sample, question: string): Promise<void> {
  const { id, status } = useConversation.getState();
  try {
    const bytes = await (await fetch(sample.url)).blob();
    const ending = /\.[a-z0-9]+$/i.exec(new URL(sample.url, location.href).pathname)?.[0] ?? '';
    const picture = await upload(new File([bytes], `${sample.title}${ending}`, { type: bytes.type }), { onProgress: () => undefined, signal: new AbortController().signal });
    if (useConversation.getState().id !== id) return;
    sendTurn({ text: question, attachments: [Attachment.parse(picture)], parentId: null });
    if (status === 'new') setAddress(id);
  } catch (cause) {
    say(`The sample could not be opened. ${OcelliError.from(cause).message}`, { tone: 'problem' });
  }
}
