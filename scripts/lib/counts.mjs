// What a test run came to, out of vitest's JSON report.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number, skippedNames: string[] }} Counts */

/** @param {string} file @returns {Counts} a run that left no report is one failure */
export function readCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, skippedNames: [] };
  /** @type {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} */
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.filter(({ status }) => status === 'failed').length;
  // A file that could not be loaded has no tests to fail, and is a failure.
  const broken = testResults.filter(
    (f) => f.status === 'failed' && !f.assertionResults.some(({ status }) => status === 'failed'),
  );
  const skipped = all.filter(({ status }) => status !== 'failed' && status !== 'passed');
  return {
    passed: all.filter(({ status }) => status === 'passed').length,
    failed: failed + broken.length,
    skipped: skipped.length,
    skippedNames: skipped.map(({ fullName }) => fullName),
  };
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function addUp(all) {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
    skippedNames: all.flatMap(({ skippedNames }) => skippedNames),
  };
}
