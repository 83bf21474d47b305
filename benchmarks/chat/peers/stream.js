/** The text of the answer, piece by piece. */
export async function* answer() {
  const response = await fetch('/answer');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = JSON.parse(event.slice(event.indexOf('data: ') + 6));
      if (data.type === 'text') {
        yield data.text;
      }
    }
  }
}
