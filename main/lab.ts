/** The lab's process as the shell sees it. */
import path from 'node:path';
import { channel } from './channels.ts';
import { Side } from './side.ts';

export const labBeside = (profile: string): Side =>
  new Side(
    {
      name: 'Tegami lab',
      entry: 'lab/lab-host.cjs',
      at: 'app.lab',
      channels: { port: channel.labPort, gone: channel.labGone },
    },
    { type: 'start', folder: path.join(profile, 'lab'), version: '' },
  );
