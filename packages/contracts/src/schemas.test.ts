import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod/mini'
import { newPassword } from './auth/new-passwords.ts'
import { Password } from './auth/passwords.ts'
import { endpoints } from './endpoints.ts'
import { fieldsOf } from './fields.ts'
import { apiWords } from './words/api.ts'
import { sayField } from './words/fields.ts'

const inputSchemas = endpoints.flatMap(({ method, path, params, query, body }) =>
  Object.entries({ params, query, body }).flatMap(([part, schema]) =>
    schema ? [{ name: `${method} ${path} ${part}`, schema: schema as z.ZodMiniObject }] : [],
  ),
)

describe.each(inputSchemas)('the schema of $name', ({ schema }) => {
  it('checks any value without throwing, and describes each error in a sentence that does not repeat the value', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        const parsed = schema.safeParse(value)
        if (parsed.success) return
        const fields = fieldsOf(parsed.error)
        expect(Object.keys(fields)).not.toHaveLength(0)
        for (const message of Object.values(fields))
          for (const language of [apiWords.en, apiWords.de])
            expect(sayField(language.fields, message)).toMatch(/^[A-Z].*\.$/)
      }),
    )
  })

  it('refuses a query operator, an array and null in place of each value', () => {
    for (const [name, field] of Object.entries(schema.shape))
      for (const value of [{ $ne: '' }, { not: '' }, [], ['x'], null, Number.NaN]) {
        // Null removes a name.
        if (value === null && field._zod.def.type === 'nullable') continue
        const parsed = schema.safeParse({ [name]: value })
        expect(parsed.success).toBe(false)
        // A field with parts of its own is named with the wrong one.
        const wrong = Object.keys(fieldsOf(parsed.error as z.core.$ZodError)).map(key => key.split('.')[0])
        expect(wrong).toContain(name)
      }
  })

  it('reads nothing from a prototype', () => {
    const parsed = schema.safeParse(
      JSON.parse('{ "__proto__": { "email": "a@example.com", "password": "x", "id": "y" } }'),
    )
    // A default is no value from there.
    expect(parsed).toEqual(schema.safeParse({}))
  })
})

describe('Password', () => {
  it('accepts any well-formed text of 1 to 1024 code points exactly as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 1024 }), typed => {
        fc.pre(!typed.includes('\0') && typed.isWellFormed())
        expect(Password.safeParse(typed)).toMatchObject({ success: true, data: typed })
      }),
    )
  })

  it.each(['', '\0'.repeat(12), '\ud800'.repeat(12), 'a'.repeat(1025), '😀'.repeat(1025)])('refuses %j', typed => {
    expect(Password.safeParse(typed).success).toBe(false)
  })

  it('counts code points, not UTF-16 units', () => {
    expect(newPassword(12).safeParse('😀'.repeat(11)).success).toBe(false)
    expect(newPassword(12).safeParse('😀'.repeat(12)).success).toBe(true)
    expect(Password.safeParse('😀'.repeat(1024)).success).toBe(true)
  })
})
