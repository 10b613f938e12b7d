/** Results as one document: what lies on disk after an export. */
import type { ExperimentResult, Report } from '../contract/compare/result.ts';
import { csvOf, htmlOf } from './report/index.ts';

type About = Pick<Report, 'ground' | 'lang' | 'pace' | 'seed' | 'tegami'>;

/** A report of results that are there already. */
export function reportOf(experiments: readonly ExperimentResult[], about: About): Report {
  return {
    ...about,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    at: Date.now(),
    ms: experiments.reduce((sum, { ms }) => sum + ms, 0),
    experiments: [...experiments],
    skipped: [],
  };
}

export function documentOf(report: Report, format: 'html' | 'csv' | 'json', lang: 'en' | 'ja'): string {
  if (format === 'html') return htmlOf(report, lang);
  return format === 'csv' ? csvOf(report) : `${JSON.stringify(report, null, 2)}\n`;
}
