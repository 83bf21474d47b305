import type { Preset, PresetForm } from '@/api/types';
import { type Parameters, SETTINGS } from '@/features/parameters/parameters';

/** The parameters that a preset sets. What it does not name takes the model's default. */
export function parametersOf({ system, options }: Pick<Preset, 'system' | 'options'>): Parameters {
  const settings: Parameters = Object.fromEntries(SETTINGS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
  return { ...settings, ...(system !== null && { system }) };
}

/** What is set now, as a preset keeps it. */
export function formOf({ system, ...options }: Parameters, model: string | null): Omit<PresetForm, 'name'> {
  const settings = SETTINGS.filter((name) => options[name] !== undefined).map((name) => [name, options[name]] as const);
  return { system: system ?? null, model, options: Object.fromEntries(settings) };
}

/** Whether what is set now is what the preset sets. */
export function isInUse(preset: Preset, parameters: Parameters, model: string | undefined): boolean {
  const wanted = parametersOf(preset);
  return (preset.model === null || preset.model === model) && (['system', ...SETTINGS] as const).every((name) => wanted[name] === parameters[name]);
}
