/** A model with a list, a file and an import for each stream of a Singer text: every property becomes text of a list item. */
import type { WorldDefinition } from "../../emulator/world/definition.ts";
import { pair } from "../../support/pair.ts";

interface Schema {
  stream: string;
  schema: { properties?: Record<string, unknown> };
  key_properties?: string[];
}

export function schemasOf(text: string): Schema[] {
  const all = text
    .split("\n")
    .filter((line) => line.includes('"SCHEMA"'))
    .map((line) => JSON.parse(line) as Schema);
  return all.filter(({ stream }, index) => all.findIndex((other) => other.stream === stream) === index);
}

/** Imports bear the names of the streams. */
export function worldFor(text: string): WorldDefinition {
  const schemas = schemasOf(text);
  const id = (prefix: number, index: number) => String(prefix * 1_000_000_000 + index + 1);
  const propertiesOf = ({ schema }: Schema) => Object.keys(schema.properties ?? {});
  const keyOf = (schema: Schema) => schema.key_properties?.[0] ?? propertiesOf(schema)[0];
  return {
    users: [{ id: "8a81b09c6a1b2c3d016a4b5c6d7e3001", email: pair.user, password: pair.password }],
    workspaces: [
      {
        id: pair.workspace,
        name: "Any",
        models: [
          {
            id: pair.target,
            name: "Target",
            lists: schemas.map((schema, index) => ({
              id: id(101, index),
              name: schema.stream,
              properties: propertiesOf(schema).map((name) => ({ name, format: { type: "TEXT" as const } })),
            })),
            files: schemas.map((schema, index) => ({
              id: id(113, index),
              name: `${index}.csv`,
              headerNames: propertiesOf(schema),
            })),
            imports: schemas.map((schema, index) => ({
              id: id(112, index),
              name: schema.stream,
              importType: "HIERARCHY_DATA" as const,
              fileId: id(113, index),
              target: id(101, index),
              columns: propertiesOf(schema).map((header) => ({
                header,
                to:
                  header === keyOf(schema)
                    ? { kind: "name" as const }
                    : { kind: "property" as const, property: header },
              })),
            })),
          },
        ],
      },
    ],
  };
}
