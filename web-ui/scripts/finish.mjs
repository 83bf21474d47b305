// After the build: compresses what compresses, and holds the first load to its limit.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const LIMIT = 250_000;
const page = fileURLToPath(new URL('../target/classes/META-INF/azulejo-web', import.meta.url));

for (const entry of readdirSync(page, { recursive: true })) {
  const file = join(page, entry);
  if (statSync(file).isFile() && /\.(js|css|html|svg|json|webmanifest|woff2?)$/.test(entry)) {
    const content = readFileSync(file);
    if (content.length > 1024) {
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(content, {
        params: { [constants.BROTLI_PARAM_QUALITY]: content.length > 1_000_000 ? 9 : 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
      }));
    }
  }
}

// What the browser must have before the page works: what index.html names, and what that imports at once.
const html = readFileSync(join(page, 'index.html'), 'utf8');
const first = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]));
let total = gzipSync(html).length;
for (const file of first) {
  total += gzipSync(readFileSync(join(page, file)), { level: 9 }).length;
}
console.log(`First load: ${(total / 1000).toFixed(0)} kB compressed with gzip in ${first.size + 1} files, of at most ${LIMIT / 1000} kB`);
if (total > LIMIT) {
  console.error('The first load is too large: load what is not needed at once with import().');
  process.exit(1);
}
