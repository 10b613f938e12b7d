import { UsageError } from '../command.ts';

/** What a person wrote as JSON, with or without a byte order mark. @throws UsageError */
export function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ''));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError((words) => words.compare.noJson(file, why));
  }
}
