/** What the server reads; the picker of a phone offers the camera by itself. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp,image/gif,image/bmp,image/tiff';

export function imagesOf(files: Iterable<File>): File[] {
  return Array.from(files).filter((file) => file.type.startsWith('image/'));
}
