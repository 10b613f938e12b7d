/** Folders that are put away again. */
import { rm } from 'node:fs/promises';

/** With everything in it; fine if it is gone. What still writes there in this moment is waited for a little. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
