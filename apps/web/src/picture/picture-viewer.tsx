'use client';
import { Copy, Crop, Minus, Plus } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AssistantMessage, Attachment, Box, Evidence, UserMessage } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { copy } from '@/design/copy';
import { say } from '@/design/toasts';
import { Tip } from '@/design/tip';
import { BoardPanel } from '@/board/board-panel';
import { useDraftKey } from '@/composer/composer';
import { useDrafts } from '@/composer/drafts';
import { useBranch } from '@/conversation/conversation-store';
import { Facts } from './facts';
import { cornersOf, largestFirst, marksOn, pointedSquare, type Mark, type MarkKind } from './marks';
import { Overlay } from './overlay';
import { picturesOf } from './pictures-of-branch';
import { RegionDialog } from './region-dialog';
import { TextLayer } from './text-layer';
import { litNow, toggleKind, useViewer } from './viewer-store';
import { useZoom, type Zoom } from './zoom';

const kindNames: Record<MarkKind, string> = { thing: 'Things', face: 'Faces', square: 'Squares', board: 'Board', text: 'Text', code: 'Codes', region: 'Part', unsure: 'Not sure' };

/** The answer whose evidence is on show: the chosen one, else the latest that has any. */
function useShownAnswer(): AssistantMessage | undefined {
  const branch = useBranch();
  const answerId = useViewer((state) => state.answerId);
  const answers = branch.filter((message): message is AssistantMessage => message.role === 'assistant');
  return answers.find(({ id }) => id === answerId) ?? answers.findLast(({ evidence }) => evidence.some(({ kind }) => kind !== 'passage'));
}

/** The conversation's pictures with what the answers rest on marked on them. */
export function PictureViewer() {
  const branch = useBranch();
  const pictures = picturesOf(branch);
  const chosen = useViewer((state) => state.attachmentId);
  const answer = useShownAnswer();
  const evidence = answer?.evidence ?? [];
  const question = branch.find((message): message is UserMessage => message.role === 'user' && message.id === answer?.parentId);
  const shown = pictures.find(({ id }) => id === chosen) ?? pictures.find(({ id }) => id === evidence[0]?.attachmentId) ?? pictures.at(-1);
  if (!shown) return null;
  return (
    <Tabs.Root className="flex min-h-0 flex-1 flex-col" value={shown.id} onValueChange={(attachmentId) => useViewer.setState({ attachmentId, pinned: null })}>
      {pictures.length > 1 && (
        <Tabs.List aria-label="Pictures" className="flex gap-2.5 overflow-x-auto border-b border-line px-3 py-2.5">
          {pictures.map((picture, at) => (
            <Tabs.Trigger key={picture.id} value={picture.id} className="picture-tab" aria-label={`Picture ${at + 1}: ${picture.name}`}>
              <img src={imageUrl(picture.id, 96)} alt="" />
              <span aria-hidden="true">{at + 1}</span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      )}
      <Tabs.Content key={shown.id} value={shown.id} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <Picture picture={shown} number={pictures.indexOf(shown) + 1} evidence={evidence} region={question?.attachments.find(({ id }) => id === shown.id)?.region} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

interface PictureProps {
  picture: Attachment;
  number: number;
  evidence: readonly Evidence[];
  /** The part that the shown answer's question was about. */
  region: Box | undefined;
}

function Picture({ picture, number, evidence, region }: PictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const zoom = useZoom(frame, picture);
  const hidden = useViewer((state) => state.hidden);
  const marks = useMemo(() => withPart(marksOn(evidence, picture.id), region), [evidence, picture.id, region]);
  const shown = useMemo(() => largestFirst(marks.filter(({ kind }) => !hidden.includes(kind))), [marks, hidden]);
  const lines = useMemo(() => marks.filter(({ kind }) => kind === 'text' || kind === 'code'), [marks]);
  const pointed = pointedSquare(evidence, picture.id, shown, useViewer(litNow));
  const large = zoom.scale > 1.4;
  return (
    <>
      <div className="picture-stage">
        <div ref={frame} tabIndex={0} role="region" aria-label={`Picture ${number}: ${picture.name}. Plus and minus zoom.`} className="picture-frame flex-1" data-zoomed={zoom.scale > 1 || undefined} {...zoom.frameHandlers}>
          <div className="picture-sheet" style={zoom.size}>
            <img src={imageUrl(picture.id, large ? 3200 : 1600)} alt={`Picture ${number}: ${picture.name}`} draggable={false} />
            <Overlay marks={pointed ? [...shown, pointed] : shown} label={`Marks on picture ${number}`} />
            {!hidden.includes('text') && <TextLayer marks={lines} size={zoom.size} />}
          </div>
        </div>
      </div>
      <PictureTools picture={picture} marks={marks} hidden={hidden} lines={lines} zoom={zoom} />
      <BoardPanel picture={picture} evidence={evidence} />
      <Facts picture={picture} evidence={evidence} />
    </>
  );
}

/** The part that was asked about, drawn like other marks unless the answer draws it itself. */
function withPart(marks: Mark[], region: Box | undefined): Mark[] {
  if (!region || marks.some(({ kind }) => kind === 'region')) return marks;
  return [...marks, { id: 'asked-about', kind: 'region', label: 'asked about', score: 1, corners: cornersOf(region), tone: 'plain' }];
}

function ZoomButtons({ scale, zoomBy, reset }: Pick<Zoom, 'scale' | 'zoomBy' | 'reset'>) {
  return (
    <span role="group" aria-label="Zoom" className="flex items-center rounded-xl border border-line">
      <Tip text="Zoom out"><button type="button" className="icon-button" aria-label="Zoom out" aria-disabled={scale <= 1} onClick={() => zoomBy(1 / 1.4)}><Minus size={16} /></button></Tip>
      <Tip text="Fit"><button type="button" className="icon-button min-w-12 text-xs tabular-nums" aria-label={`Fit the picture (now ${Math.round(scale * 100)} %)`} onClick={reset}>{Math.round(scale * 100)} %</button></Tip>
      <Tip text="Zoom in"><button type="button" className="icon-button" aria-label="Zoom in" onClick={() => zoomBy(1.4)}><Plus size={16} /></button></Tip>
    </span>
  );
}

interface PictureToolsProps {
  picture: Attachment;
  marks: readonly Mark[];
  hidden: readonly MarkKind[];
  /** Read text, which can be copied. */
  lines: readonly Mark[];
  zoom: Zoom;
}

function PictureTools({ picture, marks, hidden, lines, zoom }: PictureToolsProps) {
  const [choosing, setChoosing] = useState(false);
  const draftKey = useDraftKey();
  const kinds = [...new Set(marks.map(({ kind }) => kind))].sort();
  const ask = (region: Box | undefined): void => {
    if (!useDrafts.getState().addAttachment(draftKey, { ...picture, ...(region ? { region } : {}) })) say('One question takes no more pictures; remove one first.');
    useViewer.setState({ sheetOpen: false });
  };
  useEffect(() => setChoosing(false), [picture.id]);
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-3 py-2">
      {kinds.map((kind) => (
        <button key={kind} type="button" className="kind-toggle" aria-pressed={!hidden.includes(kind)} onClick={() => toggleKind(kind)}>
          <span className="kind-dot" data-kind={kind} aria-hidden="true" />
          {kindNames[kind]} <span className="tabular-nums text-ink-faint">{marks.filter((mark) => mark.kind === kind).length}</span>
        </button>
      ))}
      <span className="ml-auto flex flex-wrap items-center justify-end gap-1">
        {lines.length > 0 && (
          <button type="button" className="icon-button" onClick={() => void copy(lines.map(({ text }) => text).join('\n'), 'Text copied')}><Copy size={14} /> Copy text</button>
        )}
        <button type="button" className="icon-button" onClick={() => setChoosing(true)}><Crop size={14} /> Ask about a part</button>
        <ZoomButtons scale={zoom.scale} zoomBy={zoom.zoomBy} reset={zoom.reset} />
      </span>
      <RegionDialog picture={picture} open={choosing} onClose={() => setChoosing(false)} onChoose={ask} />
    </div>
  );
}
