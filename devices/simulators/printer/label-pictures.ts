import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../../kernel/errors.ts';
import { drawLabel, type LabelSize } from './label-drawing.ts';

export interface PictureOptions extends LabelSize {
  readonly folder: string;
  /** A picture was written, or could not be drawn. */
  readonly tell: (news: { readonly picture: string } | { readonly pictureFault: string }) => void;
}

const maxWaiting = 500;

/** Draws each label that a simulated printer prints into a PNG of its own: label-0001.png and so on. */
export class LabelPictures {
  private readonly options: PictureOptions;
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(options: PictureOptions) {
    mkdirSync(options.folder, { recursive: true });
    this.options = options;
  }

  add(zpl: Uint8Array, label: number): void {
    // A host may print faster than pictures can be drawn.
    if (this.waiting >= maxWaiting) {
      this.options.tell({ pictureFault: `label ${label}: too many wait to be drawn` });
      return;
    }
    this.waiting += 1;
    this.last = this.last
      .then(() => this.draw(zpl, label))
      .finally(() => {
        this.waiting -= 1;
      });
  }

  /** Ends when all that was printed is drawn. */
  finish(): Promise<void> {
    return this.last;
  }

  private async draw(zpl: Uint8Array, label: number): Promise<void> {
    const { folder, tell } = this.options;
    const picture = join(folder, `label-${String(label).padStart(4, '0')}.png`);
    try {
      writeFileSync(picture, await drawLabel(zpl, this.options));
      tell({ picture });
    } catch (thrown) {
      tell({ pictureFault: `label ${label}: ${messageOf(thrown)}` });
    }
  }
}
