import { urlOf } from '@/api/http';

export function contentUrl(attachment: string): string {
  return urlOf(`/attachments/${attachment}/content`);
}

/** A small likeness, at most so many pixels wide and high. */
export function thumbnailUrl(attachment: string, size: number): string {
  return urlOf(`/attachments/${attachment}/thumbnail?size=${size}`);
}
