import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';

/** The live screen of an edge agent by server-sent events; connects again by itself for as long as it is open. */
export class ScreenStream {
  view: ScreenView | null = null;
  private readonly url: string;
  private readonly onView: (view: ScreenView) => void;
  private readonly watchers = new Set<(view: ScreenView) => void>();
  private readonly abort = new AbortController();

  constructor(edgeUrl: string, onView: (view: ScreenView) => void) {
    this.url = `${edgeUrl}/v1/screen/stream`;
    this.onView = onView;
    void this.run();
  }

  close(): void {
    this.abort.abort();
  }

  /** The first view that fits, from now on; null after `limitMs`. */
  next(fits: (view: ScreenView) => boolean, limitMs: number): Promise<ScreenView | null> {
    if (this.view !== null && fits(this.view)) return Promise.resolve(this.view);
    return new Promise((resolve) => {
      const done = (view: ScreenView | null) => {
        clearTimeout(limit);
        this.watchers.delete(watcher);
        resolve(view);
      };
      const watcher = (view: ScreenView) => {
        if (fits(view)) done(view);
      };
      const limit = setTimeout(() => done(null), limitMs);
      this.watchers.add(watcher);
    });
  }

  /** What the screen shows now; waits for a station that is away. */
  async current(limitMs: number): Promise<ScreenView> {
    const view = this.view ?? (await this.next(() => true, limitMs));
    if (view === null) throw new Error(`no screen at ${this.url} within ${limitMs} ms`);
    return view;
  }

  private async run(): Promise<void> {
    while (!this.abort.signal.aborted) {
      try {
        await this.read();
      } catch {
        // The agent is away, which is what some tests are about; the view is unknown until it is back.
      }
      this.view = null;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async read(): Promise<void> {
    const response = await fetch(this.url, { signal: this.abort.signal });
    if (response.body === null) return;
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) this.take(part);
    }
  }

  private take(event: string): void {
    const data = event
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trim())
      .join('\n');
    if (data === '' || !event.includes('event: screen')) return;
    const view = JSON.parse(data) as ScreenView;
    this.view = view;
    this.onView(view);
    for (const watcher of this.watchers) watcher(view);
  }
}
