/** What is happening while there are no words yet. It is there from the first moment, before the server has said anything. */
export function ActivityLine({ text }: { text: string }) {
  return (
    <p className="activity">
      <span className="activity-eye" aria-hidden="true" />
      {text ? `${text.replace(/[.…]+$/, '')}…` : 'Looking…'}
    </p>
  );
}
