import { createContext, use } from 'react';
import { contentUrl, thumbnailUrl } from './urls';

/** Where the bytes of pictures come from: their owner's, unless a page that shows somebody else's says so. */
export interface PictureSource {
  content: (attachment: string) => string;
  thumbnail: (attachment: string, size: number) => string;
}

export const PictureSourceContext = createContext<PictureSource>({ content: contentUrl, thumbnail: thumbnailUrl });

export function usePictureSource(): PictureSource {
  return use(PictureSourceContext);
}
