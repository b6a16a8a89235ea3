/** Shape of the generated settings lists: a flat JSON Schema with titles, descriptions, defaults and secret marks. */
export interface SettingSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  airbyte_secret?: boolean;
  /** The schema it comes from: `auth`, `connection` or the program's own. */
  group?: string;
  /** The value of `auth_mode` that uses it. */
  sign_in?: string;
  needed_to_sign_in?: boolean;
  /** Means nothing to Airbyte. */
  singer_only?: boolean;
  [keyword: string]: unknown;
}

export interface ConfigSchema {
  title?: string | undefined;
  description?: string | undefined;
  type: "object";
  properties: Record<string, SettingSchema>;
  [keyword: string]: unknown;
}
