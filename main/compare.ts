/** The comparison's process as the shell sees it: its machines and its lab live and die with it. */
import path from 'node:path';
import { app } from 'electron';
import { channel } from './channels.ts';
import { Side } from './side.ts';

export const compareBeside = (profile: string): Side =>
  new Side(
    {
      name: 'Tegami compare',
      entry: 'compare/compare-host.cjs',
      at: 'app.compare',
      channels: { port: channel.comparePort, gone: channel.compareGone },
    },
    { type: 'start', folder: path.join(profile, 'compare'), version: app.getVersion() },
  );
