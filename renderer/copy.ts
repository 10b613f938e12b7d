/** The window may not use the clipboard by itself; it may answer the copying of a user. */
export function copyText(text: string): boolean {
  const answer = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  addEventListener('copy', answer, { once: true });
  const done = document.execCommand('copy');
  removeEventListener('copy', answer);
  return done;
}
