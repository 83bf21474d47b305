/** Local storage that may be full or forbidden: what cannot be kept is not, and nothing breaks. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // As said above.
  }
}

/** Forgets all whose key begins so. */
export function forgetStored(beginning: string): void {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(beginning))) {
      localStorage.removeItem(key);
    }
  } catch {
    // As said above.
  }
}
