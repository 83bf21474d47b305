import { request, urlOf } from '@/api/http';
import type { components } from '@/api/schema';
import type { StoredAttachment } from '@/api/types';

type Schemas = components['schemas'];

/** With which model, and cut into how many tiles at most, a picture was looked at. */
export interface Sight {
  model: string | undefined;
  maxTiles: number | undefined;
}

export type Tile = Schemas['Tile'];
/** A picture as a model gets it; its tiles in the order in which they are sent. */
export type TilePlan = Schemas['TileView'];
export type Region = Required<Schemas['CropRegion']>;
/** A part of an answer's text, in UTF-16 units. */
export type TextRange = Required<Schemas['AttentionRange']>;
/** How much of all attention lay on a picture, and on each of its cells, row by row. */
export type PictureMap = Schemas['AttentionPictureMap'];
export type AttentionMaps = Schemas['AttentionView'];

export function tilePlan(attachment: string, sight: Sight, signal?: AbortSignal): Promise<TilePlan> {
  return request('GET', `/attachments/${attachment}/tiles${parametersOf(sight)}`, { signal });
}

/** One tile, with the very pixels that the model gets. */
export function tileUrl(attachment: string, index: number, sight: Sight): string {
  return urlOf(`/attachments/${attachment}/tiles/${index}${parametersOf(sight)}`);
}

/** Makes a picture of a region, without loss. */
export function crop(attachment: string, region: Region): Promise<StoredAttachment> {
  return request('POST', `/attachments/${attachment}/crop`, { body: region });
}

export function attention(conversation: string, answer: string, ranges: readonly TextRange[], signal?: AbortSignal): Promise<AttentionMaps> {
  return request('POST', `/conversations/${conversation}/messages/${answer}/attention`, { body: { ranges }, signal });
}

function parametersOf({ model, maxTiles }: Sight): string {
  const parameters = new URLSearchParams();
  if (model !== undefined) {
    parameters.set('model', model);
  }
  if (maxTiles !== undefined) {
    parameters.set('max_tiles', String(maxTiles));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}
