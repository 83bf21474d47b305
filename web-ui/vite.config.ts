import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'target/classes/META-INF/azulejo-web',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The page, and the frame in which diagrams are drawn.
    rolldownOptions: { input: ['index.html', 'diagram.html'] },
    chunkSizeWarningLimit: 1600,
  },
  server: {
    // `npm run dev` beside a server: the one that AZULEJO_URL names, or one on the default port.
    host: '127.0.0.1',
    proxy: { '/api': process.env.AZULEJO_URL ?? 'http://127.0.0.1:8080' },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/test/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
