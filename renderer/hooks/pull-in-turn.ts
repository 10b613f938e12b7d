/** Pulls what a nudge announced, one pull at a time: nudges that come meanwhile are one more pull. */
export interface Pulling {
  nudge(): void;
  /** Nobody wants it any more; a pull under way changes nothing. */
  leave(): void;
}

/** `pull` says whether there is `more`, or it has `all`; `failed`: not before the next nudge. It asks `left` after each wait. `done`: after the last of a row. */
export function pullInTurn(
  pull: (left: () => boolean) => Promise<'more' | 'all' | 'failed'>,
  done: () => void = () => {},
): Pulling {
  let left = false;
  let pulling = false;
  let again = false;
  const row = async (): Promise<void> => {
    do {
      again = false;
      const came = await pull(() => left);
      if (left) return;
      if (came === 'failed') break;
      again ||= came === 'more';
    } while (again);
    pulling = false;
    done();
  };
  return {
    nudge() {
      if (pulling) {
        again = true;
        return;
      }
      pulling = true;
      void row();
    },
    leave() {
      left = true;
    },
  };
}
