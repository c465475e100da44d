import { z } from 'zod';
import { mountPage } from '../../kernel/web/page.tsx';
import { HandheldApp } from './page/handheld-app.tsx';
import { takeCode } from './page/one-time-code.ts';
import { Start } from './page/start.ts';
import { Update } from './page/update.ts';
import './page/handheld.css';

// zod would make functions from text, which our content security policy forbids.
z.config({ jitless: true });

const start = new Start();
const update = new Update();
update.begin();
void start.begin(takeCode(window));
mountPage(<HandheldApp start={start} update={update} />);
