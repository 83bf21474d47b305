// Chats through OpenAI's official SDK with a server that answers by script (models eyes and blind) and checks what comes back.
//
//   npm ci && node openai_sdk_check.mjs BASE_URL [chat|responses] [MODEL]
//
// With `responses` the server has a database, and the Responses API is checked in place of chat completions.

import assert from 'node:assert/strict'
import OpenAI from 'openai'

if (process.argv[2] === '--probe') process.exit(0)
const [baseURL, subject = 'chat', model = 'eyes'] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, timeout: 60_000 })
const picture = 'data:image/png;base64,iVBORw0KGgo='
const schema = {
  type: 'object', required: ['city'], additionalProperties: false, properties: { city: { type: 'string' } },
}
const weather = { name: 'weather', description: 'Tells the weather.', parameters: schema, strict: true }
const look = (text) => [{ type: 'text', text }, { type: 'image_url', image_url: { url: picture } }]

const chat = {
  async conversationWithPictures() {
    const messages = [{ role: 'user', content: look('What is this?') }]
    const first = await client.chat.completions.create({ model, messages })
    assert.equal(first.choices[0].message.content, 'You sent 1 picture and said: What is this?')
    assert.ok(first.usage.prompt_tokens_details.image_tokens > 0)
    messages.push(first.choices[0].message, { role: 'user', content: 'Sure?' })
    const second = await client.chat.completions.create({ model, messages, n: 2 })
    assert.deepEqual(second.choices.map((choice) => choice.index), [0, 1])
  },

  async streaming() {
    const stream = client.chat.completions.stream({ model, messages: [{ role: 'user', content: look('[[pieces=3]]') }] })
    const pieces = []
    stream.on('content', (piece) => pieces.push(piece))
    const whole = await stream.finalChatCompletion()
    assert.equal(pieces.join(''), '1 2 3 ')
    assert.equal(whole.choices[0].finish_reason, 'stop')
  },

  async tools() {
    const asked = []
    const runner = client.chat.completions.runTools({
      model,
      stream: true,
      messages: [{ role: 'user', content: look('[[call=weather]]') }],
      tools: [{ type: 'function', function: { ...weather, parse: JSON.parse, function: ({ city }) => (asked.push(city), 'rain') } }],
    })
    assert.equal(await runner.finalContent(), 'The tools said: rain')
    assert.deepEqual(asked, ['some city'])
  },

  async structuredOutput() {
    const completion = await client.chat.completions.parse({
      model,
      messages: [{ role: 'user', content: 'Where?' }],
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
    })
    assert.deepEqual(JSON.parse(completion.choices[0].message.content), { city: 'some city' })
  },

  async errors() {
    const refused = client.chat.completions.create({ model: 'blind', messages: [{ role: 'user', content: look('?') }] })
    await assert.rejects(refused, (error) => error instanceof OpenAI.BadRequestError && error.param === 'messages')
    const none = client.models.retrieve('none')
    await assert.rejects(none, (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found')
  },
}

const responses = {
  async conversationWithPictures() {
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'What is this?' },
      { type: 'input_image', image_url: picture, detail: 'auto' }] }]
    const first = await client.responses.create({ model, input })
    assert.equal(first.output_text, 'You sent 1 picture and said: What is this?')
    const second = await client.responses.create({ model, input: 'Sure?', previous_response_id: first.id })
    assert.equal((await client.responses.retrieve(second.id)).output_text, 'You sent 0 pictures and said: Sure?')
    await client.responses.delete(first.id)
    await assert.rejects(client.responses.retrieve(first.id), OpenAI.NotFoundError)
  },

  async streaming() {
    const stream = client.responses.stream({ model, input: '[[pieces=3]]' })
    let text = ''
    stream.on('response.output_text.delta', (event) => { text += event.delta })
    const whole = await stream.finalResponse()
    assert.equal(text, '1 2 3 ')
    assert.equal(whole.output_text, '1 2 3 ')
  },

  async backgroundIsResumed() {
    const stream = await client.responses.create({ model, input: '[[pieces=9 delay=30ms]]', background: true, stream: true })
    let id, last
    for await (const event of stream) {
      id ??= event.response?.id
      last = event.sequence_number
      if (event.type === 'response.output_text.delta') break
    }
    const rest = []
    for await (const event of await client.responses.retrieve(id, { stream: true, starting_after: last })) rest.push(event)
    assert.equal(rest[0].sequence_number, last + 1)
    assert.equal(rest.at(-1).response.status, 'completed')
    assert.equal((await client.responses.cancel(id)).status, 'completed')
  },

  async tools() {
    const tools = [{ type: 'function', ...weather }]
    const first = await client.responses.create({ model, input: 'How?', tools, tool_choice: 'required' })
    const [call] = first.output
    assert.equal(call.arguments, '{"city":"some city"}')
    const second = await client.responses.create({
      model, tools, previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'rain' }],
    })
    assert.equal(second.output_text, 'The tools said: rain')
  },

  async structuredOutput() {
    const response = await client.responses.create({
      model, input: 'Where?', text: { format: { type: 'json_schema', name: 'place', schema, strict: true } },
    })
    assert.deepEqual(JSON.parse(response.output_text), { city: 'some city' })
  },
}

let failed = 0
const checks = Object.entries({ chat, responses }[subject])
for (const [name, check] of checks) {
  try {
    await check()
    console.log(`passed  ${name}`)
  } catch (error) {
    failed++
    console.log(`FAILED  ${name}: ${error.stack}`)
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
