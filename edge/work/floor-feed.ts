import { type FloorPage, floorPage } from '../../protocols/wire/floor.ts';
import { DocumentFeed, type FeedOptions } from './document-feed.ts';

/** Keeps what a station knows of the floor up to date. */
export class FloorFeed extends DocumentFeed<FloorPage> {
  constructor(options: FeedOptions<FloorPage>) {
    super(options, { name: 'floor', path: '/v1/floor', page: floorPage });
  }
}
