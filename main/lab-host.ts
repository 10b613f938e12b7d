/** Runs in the lab's own process. No socket is opened before `lab.start`. */
import { labService } from '../src/lab/index.ts';
import { hostBeside } from './side-host.ts';

hostBeside('lab.open', async ({ folder }) => labService(folder));
