/** The mirror, its projector and the overlay, joined to one link. */
import type { Link } from '../link/link.ts';
import { type Mirror, openMirror } from './mirror.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { type Projector, type ProjectorPorts, startProjector } from './projector.ts';

export interface Store {
  readonly mirror: Mirror;
  readonly overlay: Overlay;
  readonly projector: Projector;
  close(): void;
}

export interface StoreOptions {
  readonly mirror?: Mirror;
  readonly ports?: Partial<Pick<ProjectorPorts, 'breathe' | 'alone' | 'later'>>;
}

export function startStore(link: Link, options: StoreOptions = {}): Store {
  const mirror = options.mirror ?? openMirror();
  const projector = startProjector(mirror, {
    changesSince: (takes) => link.call('changes.since', takes),
    breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
    alone: oneWindow,
    later: (then) => setTimeout(then, 2000),
    failed: (thrown) => void mend(mirror, thrown),
    ...options.ports,
  });
  const stops = [link.on('changes.ready', () => projector.nudge()), link.onUp(() => projector.nudge())];
  return {
    mirror,
    overlay: createOverlay(),
    projector,
    close() {
      for (const stop of stops) stop();
      projector.stop();
      mirror.db.close();
    },
  };
}

/** One window projects, the others read; when it closes, the next one takes over. */
function oneWindow(work: () => Promise<void>): Promise<void> {
  return navigator.locks.request('tegami.projector', work).then(() => {});
}

/** A database that cannot be used is thrown away: the vault has everything. */
async function mend(mirror: Mirror, thrown: unknown): Promise<void> {
  const name = thrown instanceof Error ? thrown.name : '';
  try {
    if (name === 'DatabaseClosedError' || name === 'InvalidStateError') {
      mirror.db.close();
      await mirror.db.open();
    } else if (name === 'UnknownError' || name === 'VersionError' || name === 'OpenFailedError') {
      await mirror.db.delete();
      await mirror.db.open();
    }
  } catch {
    // Tried again with the next pull.
  }
}
