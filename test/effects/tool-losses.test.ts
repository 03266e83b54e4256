import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { loses, stops, tool } from './judging.ts';

describe('what a new thing is called is no tool that is called', () => {
  it.each<Deed>([
    tool('cal-com', 'createEventType', { title: 'Account deletion interview', slug: 'account-deletion' }),
    tool('ghost', 'create_post', { title: 'Delete your data', slug: 'delete-your-data' }),
    tool('wordpress', 'add_page', { slug: 'purge-cache-guide', title: 'How to purge' }),
    tool('webflow', 'update_collection_item', { slug: 'drop-database-postmortem' }),
    tool('acme', 'define_tool', { tool_name: 'delete_project' }),
    tool('agents', 'register_action', { action_name: 'delete_volume' }),
    tool('permit', 'create_permission', { operation_id: 'deleteUser' }),
    tool('docs', 'getPage', { slug: 'delete-account' }),
    tool('blog', 'publish_article', { slug: 'delete-account' }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
  it.each<Deed>([
    tool('composio', 'execute', { slug: 'GITHUB_DELETE_A_REPOSITORY', arguments: { repo: 'x' } }),
    tool('composio', 'COMPOSIO_MULTI_EXECUTE_TOOL', { tools: [{ tool_slug: 'GITHUB_DELETE_A_REPOSITORY' }] }),
    tool('hub', 'run_tool', { slug: 'delete_project' }),
    tool('hub', 'create_tool_call', { tool: 'delete_project', arguments: { id: 1 } }),
    tool('hub', 'call', { tool_name: 'delete_project' }),
    tool('hub', 'relay', { tool_name: 'delete_project' }),
  ])('$server $tool hands it on and is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
});

describe('a tool that asks about a deletion', () => {
  it.each<Deed>([
    tool('dataverse', 'dataverse_retrieve_dependencies_for_delete', { objectId: 'a' }),
    tool('acme', 'retrieve_deletion_candidates'),
    tool('acme', 'retrieve_user', { action: 'delete' }),
    tool('acme', 'analyze_delete_impact', { id: 1 }),
    tool('acme', 'assess_deletion_risk', { id: 1 }),
    tool('acme', 'identify_records_to_purge'),
    tool('acme', 'evaluate_delete_policy'),
    tool('acme', 'calculate_purge_size'),
    tool('acme', 'recommend_volumes_to_delete'),
    tool('acme', 'check_delete_dependencies'),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
  it.each<Deed>([
    tool('acme', 'retrieve_and_delete_message', { id: 1 }),
    tool('acme', 'analyze_and_delete_users'),
    tool('acme', 'delete_retrieved_records'),
    tool('acme', 'scan_delete', { id: 1 }),
    tool('acme', 'review_delete', { id: 1 }),
    tool('acme', 'plan_delete', { id: 1 }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
});

describe('what a server keeps', () => {
  it.each<Deed>([
    tool('karakeep', 'delete-bookmark', { bookmarkId: 'b' }),
    tool('linkding', 'delete_bookmark', { id: 1 }),
    tool('raindrop', 'bookmark_delete', { id: 1 }),
    tool('raindropio', 'remove_bookmarks', { ids: [1] }),
    tool('bookmark-manager', 'delete_bookmark', { id: 1 }),
    tool('', 'mcp__karakeep__delete-bookmark', { bookmarkId: 'b' }),
    tool('excalidraw', 'clear_canvas'),
    tool('miro', 'clear_board', { board_id: 'x' }),
    tool('tldraw', 'reset_canvas'),
    tool('excalidraw', 'clear_whiteboard'),
    tool('drawio', 'wipe_canvas'),
    tool('acme', 'clear_canvas'),
    tool('keycloak', 'clear-events', { realm: 'customers-prod' }),
    tool('keycloak', 'clear_admin_events', { realm: 'customers-prod' }),
    tool('siem', 'clear_security_events'),
    tool('calendar', 'empty_events'),
    tool('calibre', 'calibre_remove_book', { ids: [1203, 1204], confirm: true }),
    tool('library', 'remove_books', { ids: [1] }),
    tool('radarr', 'remove_movie', { id: 4 }),
    tool('library', 'remove_ebook', { id: 4 }),
    tool('garden', 'remove_plant', { id: 4, confirm: true }),
    tool('zoo', 'remove-animals', { ids: [4], confirmed: true }),
  ])('$server $tool is lost and held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('twitter', 'delete_bookmark', { tweet_id: '1' }),
    tool('mastodon', 'remove_bookmark', { status_id: '1' }),
    tool('vscode', 'clear_bookmarks', { file: 'a.ts' }),
    tool('karakeep', 'update-bookmark', { bookmarkId: 'b', title: 'x' }),
    tool('karakeep', 'detach-tag-from-bookmark', { bookmarkId: 'b' }),
    tool('playwright', 'clear_canvas'),
    tool('canvas', 'clear'),
    tool('turtle-graphics', 'clear_canvas'),
    tool('paint', 'clear_canvas'),
    tool('chess', 'reset_board'),
    tool('tic-tac-toe-game', 'clear_board'),
    tool('excalidraw', 'delete_element', { id: 1 }),
    tool('excalidraw', 'clear_selection'),
    tool('posthog', 'flush_events'),
    tool('simulator', 'reset_events'),
    tool('keycloak', 'get-events', { realm: 'r' }),
    tool('goodreads', 'remove_book_from_shelf', { shelf: 'to-read', book: 1 }),
    tool('trakt', 'remove_movie_from_watchlist', { id: 1 }),
    tool('library', 'search_books', { query: 'remove book' }),
    tool('acme', 'remove_reaction', { id: 1, confirm: true }),
    tool('acme', 'remove_filter', { id: 1 }),
    tool('acme', 'clear_filters', { confirm: false }),
    tool('jupyter', 'clear_outputs', { confirm: true }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

describe('files that lie with a service', () => {
  it.each<Deed>([
    tool('bunnycdn', 'bunny_delete_storage_file', { storage_zone: 'acme-media', path: 'uploads/2024/' }),
    tool('acme', 'delete_file', { storageZoneName: 'acme-media', path: 'src/old.ts' }),
    tool('acme', 'delete_file', { container: 'media', path: 'src/old.ts' }),
    tool('acme', 'delete_file', { container_name: 'media', path: 'src/old.ts' }),
    tool('acme', 'delete_file', { bucketName: 'media', path: 'src/old.ts' }),
    tool('acme', 'delete_file', { drive: 'shared', path: 'src/old.ts' }),
    tool('acme', 'delete_file', { storage_account: 'prod', path: 'src/old.ts' }),
    tool('acme', 'delete_remote_file', { path: 'src/old.ts' }),
    tool('acme', 'storage_remove_files', { paths: ['src/old.ts'] }),
    tool('acme', 'cdn_delete_file', { path: 'src/old.ts' }),
    tool('keycdn', 'delete_file', { path: 'src/old.ts' }),
    tool('acme', 'ftp_delete_file', { path: 'src/old.ts' }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('acme-workspace', 'delete_file', { path: 'src/old.ts' }),
    tool('files', 'remove_file', { path: 'src/old.ts', confirm: true }),
    tool('editor', 'delete_path', { path: 'src/old.ts', encoding: 'utf8' }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

describe('how long a stream keeps what it holds', () => {
  it.each<Deed>([
    tool('kafka', 'kafka_alter_configs', {
      resourceType: 'TOPIC',
      resourceName: 'payments.events',
      configEntries: [{ name: 'retention.ms', value: '1' }],
    }),
    tool('kafka', 'alter_configs', { topic: 'orders', configs: { 'retention.ms': 1000 } }),
    tool('kafka', 'update_topic_config', { topic: 'orders', configs: { 'retention.bytes': '1' } }),
    tool('confluent', 'alter-topic-config', { topicConfigs: [{ name: 'retention.bytes', value: '100' }] }),
    tool('kafka', 'incremental_alter_configs', { entries: [{ key: 'retention.ms', value: 0, op: 'SET' }] }),
    tool('redpanda', 'set_topic_config', { topic: 'orders', key: 'retention.ms', value: '1' }),
    tool('kafka', 'alter_topic', { topic: 'orders', config: ['retention.ms=1'] }),
    tool('kafka', 'alter_topic', { topic: 'orders', config: 'cleanup.policy=delete,retention.ms=100' }),
    tool('kafka', 'update_topic', { topic: 'orders', retention_ms: 1 }),
    tool('kafka', 'update_topic', { topic: 'orders', retentionBytes: 10 }),
    tool('kafka', 'edit_topic', { topic: 'orders', config: '{"retention.ms":"1"}' }),
  ])('$server $tool $input is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('kafka', 'kafka_alter_configs', { configEntries: [{ name: 'retention.ms', value: '604800000' }] }),
    tool('kafka', 'kafka_alter_configs', { configEntries: [{ name: 'retention.ms', value: '-1' }] }),
    tool('kafka', 'alter_configs', { configs: { 'retention.bytes': 10737418240 } }),
    tool('kafka', 'alter_topic', { config: ['retention.ms=604800000', 'segment.ms=1000'] }),
    tool('kafka', 'create_topic', { topic: 'probe', configs: { 'retention.ms': '1000' } }),
    tool('kafka', 'describe_configs', { names: ['retention.ms'], filter: 'retention.ms=1' }),
    tool('kafka', 'alter_configs', { configs: { 'max.message.bytes': '1' } }),
  ])('$server $tool $input passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

describe('queries of SurrealDB', () => {
  const rpc = (body: string, url = 'http://db.acme.com/rpc'): Deed => ({
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body,
  });
  it.each<Deed>([
    tool('surrealdb', 'query', { query_string: 'REMOVE TABLE person;' }),
    tool('surrealdb', 'query', { surql: 'USE NS prod; REMOVE DATABASE shop' }),
    tool('surrealdb', 'run', { query: 'REMOVE NAMESPACE IF EXISTS prod' }),
    tool('surreal', 'execute_query', { queryString: 'remove table `person`' }),
    tool('surrealdb', 'query', { query_text: 'REMOVE DB shop' }),
    tool('surrealdb', 'query', { query: 'DELETE person;' }),
    rpc('{"id":1,"method":"query","params":["REMOVE TABLE person"]}'),
    rpc('{"id":1,"method":"query","params":["USE NS a DB b; REMOVE DATABASE prod;", {}]}'),
    rpc('{"id":1,"method":"query","params":["REMOVE NAMESPACE prod"]}', 'https://acme.surreal.cloud/rpc'),
    rpc('REMOVE DATABASE prod;', 'http://db.acme.com/sql'),
  ])('%j is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('surrealdb', 'query', { query_string: 'SELECT * FROM person' }),
    tool('surrealdb', 'query', { query_string: "CREATE note SET text = 'remove the table from the hall'" }),
    tool('docs', 'ask', { query_string: 'how do I remove table borders' }),
    rpc('{"id":1,"method":"query","params":["SELECT * FROM person"]}'),
    rpc('{"id":1,"method":"chat","params":["how do I remove table borders in css"]}'),
  ])('%j passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

describe('code of engines', () => {
  const code = "local ds = game:GetService('DataStoreService'):GetDataStore('PlayerData')\n";
  it.each<Deed>([
    tool('robloxstudio', 'execute_luau', { code: `${code}for _, k in keys do ds:RemoveAsync(k.KeyName) end` }),
    tool('robloxstudio', 'run_code', { code: `${code}ds:RemoveAsync('player_1')` }),
    tool('roblox', 'execute_luau', { script: `${code}ds:RemoveVersionAsync(k, v)` }),
    tool('roblox', 'run_script_in_play_mode', { code: `${code}ds:SetAsync(k, nil)` }),
    tool('unity', 'execute_code', { code: 'UnityEngine.PlayerPrefs.DeleteAll();' }),
    tool('unity', 'script_execute', { code: 'System.IO.Directory.Delete("/home/me/saves", true);' }),
    tool('godot', 'execute_gdscript', { code: "DirAccess.remove_absolute('user://saves')" }),
    tool('unreal', 'execute_code', { code: "unreal.EditorAssetLibrary.delete_directory('/Game/Maps')" }),
    tool('neovim', 'exec_lua', { code: "os.execute('rm -rf ~/photos')" }),
    tool('nvim', 'execute_lua', { code: "vim.fn.delete('/home/dev/photos', 'rf')" }),
    tool('computercraft', 'execute_lua', { code: "os.remove('/home/dev/photos/a.jpg')" }),
  ])('$server $tool is held', async (deed) => {
    expect(await loses(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('robloxstudio', 'execute_luau', { code: 'workspace.Part:Destroy()' }),
    tool('robloxstudio', 'execute_luau', { code: "local p = Instance.new('Part') p.Parent = workspace" }),
    tool('robloxstudio', 'execute_luau', { code: 'workspace.Model:ClearAllChildren()' }),
    tool('robloxstudio', 'execute_luau', { code: `${code}print(ds:GetAsync('player_1'))` }),
    tool('robloxstudio', 'execute_luau', { code: 'table.remove(list, 1)' }),
    tool('unity', 'execute_code', { code: 'GameObject.DestroyImmediate(cube);' }),
    tool('godot', 'execute_gdscript', { code: 'node.queue_free()' }),
    tool('nvim', 'execute_lua', { code: "vim.api.nvim_buf_set_lines(0, 0, -1, false, {'rm -rf /'})" }),
    tool('robloxstudio', 'edit_script', { source: `${code}ds:RemoveAsync(k)` }),
  ])('$server $tool passes', async (deed) => {
    expect(await loses(deed)).toBe(false);
  });
});

describe('what an argument tells of', () => {
  it.each<Deed>([
    tool('acme', 'update_events', { action: 'delete', id: 1 }),
    tool('okta', 'manage_roles', { action: 'delete', id: 1 }),
    tool('google-calendar', 'manage_event', { action: 'delete', id: 1 }),
    tool('iam', 'update_policy', { operation: 'delete_policy', id: 1 }),
    tool('acme', 'execute_action', { slug: 'delete-account' }),
    tool('acme', 'event_write', { method: 'delete', id: 1 }),
    tool('canvas-lms', 'delete_assignment', { id: 1 }),
    tool('canvas-lms', 'remove_course', { id: 1 }),
    tool('miro', 'delete_board', { id: 1 }),
    tool('storage', 'remove_folder', { path: 'a' }),
  ])('$server $tool $input is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('make', 'create_scenario', { name: 'drop-users', slug: 'drop-users' }),
    tool('shopify', 'create_redirect', { path: '/delete-account', target: '/account' }),
    tool('contentful', 'create_entry', { fields: { slug: { en: 'delete-account' } } }),
    tool('ghost', 'update_post', { slug: 'purge-guide', body: { x: '1' } }),
    tool('typeform', 'create_form', { slug: 'cancel-subscription', title: 'Cancel' }),
    tool('okta', 'create_custom_role', { action: 'delete_users' }),
    tool('aws', 'create_policy', { action: 's3:DeleteBucket' }),
    tool('stripe', 'list_events', { type: 'customer.deleted' }),
    tool('github', 'get_workflow_run_logs', { action: 'delete' }),
    tool('vault', 'audit_log_search', { operation: 'delete' }),
    tool('airtable', 'list_records', { view: 'deleted' }),
    tool('cron', 'create_reminder', { task: 'delete-old-files' }),
    tool('todoist', 'add_task', { task: 'cancel-subscription' }),
    tool('notion', 'add_todo', { task: 'delete_branch' }),
    tool('kafka', 'update_topic', { topic: 'o', partitions: 1 }),
    tool('rabbitmq', 'set_policy', { pattern: 'x', definition: { 'max-length': 10000 } }),
    tool('cloudwatch', 'put_retention_policy', { logGroupName: 'x', retentionInDays: 365 }),
    tool('google-drive', 'get_file', { path: 'a' }),
    tool('browser', 'remove_bookmark', { id: 1 }),
    tool('chrome', 'delete_bookmark', { id: 1 }),
    tool('vscode', 'remove_bookmark', { line: 1 }),
    tool('slack', 'remove_bookmark', { channel_id: 'C', bookmark_id: 'B' }),
    tool('miro', 'clear_selection', {}),
    tool('canvas-lms', 'list_assignments', {}),
    tool('bookmarks', 'list_bookmarks', {}),
    tool('movies', 'remove_movie_from_favorites', { id: 1 }),
  ])('$server $tool $input passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});
