/** What a load consumes, in neutral words; each bin's reader maps its protocol's messages to it. */

export interface StreamSchema {
	kind: "schema";
	stream: string;
	schema: Record<string, unknown> & { properties: Record<string, unknown> };
	keyProperties: string[];
	/** Line of the input, from 1. */
	line: number;
}

export interface StreamRecord {
	kind: "record";
	stream: string;
	record: Record<string, unknown>;
	line: number;
}

/** A STATE: `payload` is given back unchanged once everything before it is settled. */
export interface Checkpoint {
	kind: "checkpoint";
	payload: unknown;
	line: number;
}

export interface Activate {
	kind: "activate";
	stream: string;
	version: number;
	line: number;
}

export type Input = StreamSchema | StreamRecord | Checkpoint | Activate;
