import { readFileSync, writeFileSync } from 'node:fs';
import { floorPageFile, renderFloorPage } from './floor-page.ts';

writeFileSync(floorPageFile, renderFloorPage(readFileSync(floorPageFile, 'utf8')));
