/** What a measurement gives, and how it is printed. */

export interface Row {
  readonly what: string;
  /** Of each run. */
  readonly ms?: readonly number[];
  /** Processor time of each run. */
  readonly cpuMs?: readonly number[];
  readonly octets?: number;
  readonly peakMb?: number | null;
  /** Other numbers, by name. */
  readonly more?: Readonly<Record<string, number | string>>;
}

export interface Report {
  readonly name: string;
  readonly title: string;
  /** The first row is what the others are compared with. */
  readonly rows: readonly Row[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
}

export function print(report: Report): string {
  const first = report.rows[0]?.ms === undefined ? null : median(report.rows[0].ms);
  const lines = report.rows.map(({ what, ms, cpuMs, octets, peakMb, more }) => {
    const cells = [
      what.padEnd(44),
      ms === undefined ? ''.padStart(9) : `${Math.round(median(ms))} ms`.padStart(9),
      ms === undefined || first === null ? ''.padStart(7) : `${(median(ms) / first).toFixed(1)} ×`.padStart(7),
      cpuMs === undefined ? ''.padStart(13) : `cpu ${Math.round(median(cpuMs))} ms`.padStart(13),
      octets === undefined ? ''.padStart(10) : `${(octets / 1e6).toFixed(1)} MB`.padStart(10),
      peakMb === undefined || peakMb === null ? ''.padStart(14) : `peak ${Math.round(peakMb)} MB`.padStart(14),
    ];
    const rest = Object.entries(more ?? {}).map(([name, value]) => `${name} ${value}`);
    return `  ${[...cells, rest.join(', ')].join(' ')}`.trimEnd();
  });
  return [report.title, ...lines].join('\n');
}
