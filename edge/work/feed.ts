import { type WorkPage, workPage } from '../../protocols/wire/work.ts';
import { DocumentFeed, type FeedOptions } from './document-feed.ts';

export type WorkFeedOptions = FeedOptions<WorkPage>;

/** Keeps the replica of work up to date. */
export class WorkFeed extends DocumentFeed<WorkPage> {
  constructor(options: WorkFeedOptions) {
    super(options, { name: 'work', path: '/v1/work', page: workPage });
  }
}
