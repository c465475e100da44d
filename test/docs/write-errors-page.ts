import { writeFileSync } from 'node:fs';
import { allErrors, errorsPageFile, renderErrorsPage } from './errors-page.ts';

writeFileSync(errorsPageFile, renderErrorsPage(await allErrors()));
