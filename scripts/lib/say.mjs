// Lines for the person at the terminal; always stderr, so that stdout stays for data.

/** @param {string} line */
export const say = (line) => console.error(`tegami: ${line}`);

/** A failure that has been put into words: printed without a stack, exit code 1. */
export class Told extends Error {}

/** @param {() => Promise<number | void>} job exit code by its value */
export async function runMain(job) {
  try {
    process.exitCode = (await job()) ?? 0;
  } catch (error) {
    if (error instanceof Told) say(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}
