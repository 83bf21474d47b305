import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/calls';
import type { Model } from '@/api/types';

export function useModels() {
  return useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => api.models(signal),
    // One that is not ready is looked at again soon.
    refetchInterval: (query) => (query.state.data?.every((model) => model.ready) === false ? 3000 : 60_000),
  });
}

/** The model that answers: the chosen one where there is such a model, else the conversation's, else the default. */
export function modelOf(models: readonly Model[], ...wanted: (string | null | undefined)[]): Model | undefined {
  for (const id of wanted) {
    const found = models.find((model) => model.id === id);
    if (found !== undefined) {
      return found;
    }
  }
  return models.find((model) => model.isDefault) ?? models[0];
}
