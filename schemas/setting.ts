/** Shape of the generated settings lists: a flat JSON Schema with titles, descriptions, defaults and secret marks. */
export interface SettingSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  airbyte_secret?: boolean;
  [keyword: string]: unknown;
}

export interface ConfigSchema {
  title?: string | undefined;
  description?: string | undefined;
  type: "object";
  properties: Record<string, SettingSchema>;
  [keyword: string]: unknown;
}
