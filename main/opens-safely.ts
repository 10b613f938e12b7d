/**
 * Kinds of file that a program shows and does not run. A list of what is allowed, because lists of what is dangerous (.exe, .desktop,
 * .js, .html, .svg, .docm, .lnk …) are never complete. By the name's end, because the system chooses the program by that.
 */
const shown = new Set(
  [
    'pdf txt log md csv tsv',
    'png jpg jpeg gif webp avif bmp tif tiff heic',
    'docx xlsx pptx odt ods odp odg rtf epub',
    'mp3 m4a aac ogg oga opus flac wav mp4 m4v mov webm mkv',
    'ics vcf zip',
  ].flatMap((row) => row.split(' ')),
);

export function opensSafely(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && shown.has(name.slice(dot + 1).toLowerCase());
}
