import { urlOf } from '@/api/http';

export function contentUrl(attachment: string): string {
  return urlOf(`/attachments/${attachment}/content`);
}
