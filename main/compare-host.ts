/** Runs in the comparison's own process. No socket is opened before something is to be run. */
import './node18.ts';
import { compareService } from '../src/compare/index.ts';
import { hostBeside } from './side-host.ts';

hostBeside('compare.open', async ({ folder, version }) => compareService({ folder, version }));
