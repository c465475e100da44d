import type { ReactNode } from 'react';

/** A whole page that says one thing. */
export function NoticePage({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  return (
    <main className="handheld-page">
      <img className="handheld-mark" src="./icons/icon-192.png" alt="" width={96} height={96} />
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </main>
  );
}
