import type { GenerationOptions, Model } from '@/api/types';
import { readStored, store } from '@/lib/storage';

/** How answers are to be made, as a person set it. What is not set takes the model's default. */
export interface Parameters extends Pick<GenerationOptions, 'temperature' | 'top_p' | 'max_tokens' | 'seed' | 'max_tiles'> {
  system?: string;
}

export type Setting = keyof Parameters;

const STORED = 'azulejo.parameters';

/** By which of its capabilities a model says that it takes a setting. */
const CAPABILITY: Record<Exclude<Setting, 'system'>, string> = {
  temperature: 'temperature',
  top_p: 'top_p',
  max_tokens: 'max_tokens',
  seed: 'seed',
  max_tiles: 'mm_processor_kwargs.max_dynamic_patch',
};

/** The settings that there is a control for, but for the instructions. */
export const SETTINGS = Object.keys(CAPABILITY) as Exclude<Setting, 'system'>[];

export function takes(model: Model | undefined, setting: Exclude<Setting, 'system'>): boolean {
  return model?.capabilities.parameters.includes(CAPABILITY[setting]) ?? false;
}

/** The options of a request: what is set and what the model takes. */
export function optionsFor(parameters: Parameters, model: Model | undefined): GenerationOptions {
  return Object.fromEntries(
    SETTINGS.filter((setting) => parameters[setting] !== undefined && takes(model, setting)).map((setting) => [setting, parameters[setting]]),
  );
}

export function loadParameters(): Parameters {
  try {
    return JSON.parse(readStored(STORED) ?? '{}') as Parameters;
  } catch {
    return {};
  }
}

export function saveParameters(parameters: Parameters): void {
  const isEmpty = Object.values(parameters).every((value) => value === undefined);
  store(STORED, isEmpty ? null : JSON.stringify(parameters));
}
