import { defineConfig } from 'vite';

export default defineConfig({
  root: 'peers',
  base: '/peers/',
  build: { outDir: '../dist', emptyOutDir: true, rolldownOptions: { input: ['peers/assistant-ui.html', 'peers/deep-chat.html'] }, chunkSizeWarningLimit: 4000 },
});
