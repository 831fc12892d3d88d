import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';

/** A short hint on hover or focus. The control keeps its own accessible name. */
export function Tip({ text, side = 'top', children }: { text: string; side?: 'top' | 'left'; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" side={side} sideOffset={6}>{text}</Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
