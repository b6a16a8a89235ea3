/** The tap's bookmarks (contract.md section 4). */
export interface Resume {
	task_id: string;
	/** Chunk that holds the first byte not yet emitted as a whole record. */
	chunk: string;
	/** Data rows emitted. */
	rows: number;
	/** Byte in that chunk where the next record starts; absent = count `rows` from the start of the file. */
	offset?: number;
}

export interface Bookmark {
	version?: number;
	model_last_modified?: string;
	task_id?: string;
	exported_at?: string;
	rows?: number;
	replication_key?: string;
	replication_key_value?: string;
	resume?: Resume;
	[key: string]: unknown;
}

export interface State {
	currently_syncing: string | null;
	bookmarks: Record<string, Bookmark>;
	[key: string]: unknown;
}
