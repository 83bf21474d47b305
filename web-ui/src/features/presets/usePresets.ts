import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/calls';
import type { Preset, PresetForm } from '@/api/types';
import { toasts } from '@/components/toasts';

const KEY = ['presets'] as const;

export function usePresets() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.presets(signal), staleTime: 60_000 }).data ?? [];
}

/** What can be done to presets; each is told where it fails. */
export function usePresetChanges() {
  const client = useQueryClient();
  const onError = (error: Error) => toasts.add({ description: error.message });
  const onSettled = () => client.invalidateQueries({ queryKey: KEY });
  const make = useMutation({ mutationFn: api.makePreset, onError, onSettled });
  const change = useMutation({ mutationFn: ({ id, to }: { id: string; to: Partial<PresetForm> }) => api.changePreset(id, to), onError, onSettled });
  const remove = useMutation({ mutationFn: (preset: Preset) => api.deletePreset(preset.id), onError, onSettled });
  return { make, change, remove };
}
