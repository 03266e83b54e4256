import { describe, expect, test } from 'vitest';
import { analysed, isStopped } from '../../effects/judging.ts';

const stops = async (command: string) => (await analysed({ kind: 'shell', command })).effects.some(isStopped);

describe('requests written by hand', () => {
  test.each([
    "printf 'DELETE /v1/db HTTP/1.1\\r\\nHost: api.example.com\\r\\n\\r\\n' | nc api.example.com 80",
    "openssl s_client -connect api.example.com:443 -quiet <<'EOF'\nDELETE /v1/db HTTP/1.1\nHost: api.example.com\n\nEOF",
    'exec 3<>/dev/tcp/api.example.com/80; echo -e "DELETE /v1/db HTTP/1.1\\r\\nHost: api.example.com\\r\\n\\r\\n" >&3',
    "echo -e 'DELETE /v1/db HTTP/1.0\\r\\n\\r\\n' > /dev/tcp/192.0.2.1/80",
    "printf 'DELETE /volumes/db HTTP/1.1\\r\\nHost: d\\r\\n\\r\\n' | nc -U /var/run/docker.sock",
    'curl -X DELETE --unix-socket /var/run/docker.sock http://localhost/v1.43/volumes/db',
    'curl -X POST --unix-socket /var/run/docker.sock http://localhost/volumes/prune',
    'curl -X DELETE --request-target /v1/projects/1 https://api.example.com/healthz',
    'curl -X DELETE http://127.0.0.1:8001/api/v1/namespaces/prod',
    'grpcurl -d \'{"name":"p"}\' api.example.com:443 acme.v1.Projects/DeleteProject',
    'stripe delete /v1/customers/cus_1',
    'databricks api post /api/2.0/clusters/permanent-delete --json \'{"cluster_id":"c"}\'',
    'heroku api DELETE /apps/prod',
    'oci raw-request --http-method DELETE --target-uri https://iaas.eu-frankfurt-1.oraclecloud.com/20160918/volumes/v',
    'awscurl -X DELETE https://search.example.com/products',
  ])('%s is held', async (command) => {
    expect(await stops(command)).toBe(true);
  });
  test.each([
    "printf 'GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' | nc example.com 80",
    "echo 'DELETE /x HTTP/1.1'",
    'nc -zv db.example.com 5432',
    'openssl s_client -connect example.com:443 </dev/null',
    'curl --unix-socket /var/run/docker.sock http://localhost/containers/json',
    'curl -X POST --unix-socket /var/run/docker.sock http://localhost/containers/c/start',
    'curl -X DELETE http://127.0.0.1:8001/items/1',
    'grpcurl api.example.com:443 acme.v1.Projects/ListProjects',
    'stripe get /v1/customers',
    'stripe listen --forward-to localhost:3000',
    'timeout 3 bash -c "</dev/tcp/db.example.com/5432"',
  ])('%s passes', async (command) => {
    expect(await stops(command)).toBe(false);
  });
});

describe('requests that are known in part', () => {
  test.each([
    'curl -X POST "$API/v1/projects/$ID/delete"',
    'curl -X POST "https://api.example.com/v1/projects/$ID/delete"',
    'curl -X DELETE "https://api.example.com/v1/projects/$ID"',
    'curl -X DELETE "$API/projects/1"',
    'irm https://api.example.com/v1/projects/1 -CustomMethod DELETE',
    'Invoke-RestMethod -Meth Delete -Uri https://api.example.com/v1/projects/1',
    'iwr -Method:Delete https://api.example.com/v1/projects/1',
    'Invoke-RestMethod -Method Post -Uri https://api.example.com/v1/projects/1/delete -Body "{}"',
    'curl -X POST -H "X-HTTP-Method-Override: $VERB" https://api.example.com/v1/projects/1',
    'curl https://eu1-x.upstash.io/flushall -H "Authorization: Bearer SYNTHETIC"',
    "curl https://x.example.com/odata/$batch -H 'Content-Type: multipart/mixed; boundary=b' --data-binary $'--b\\nContent-Type: application/http\\n\\nDELETE Customers(1) HTTP/1.1\\n--b--'",
    'curl -d "{\\"action\\":\\"terminate\\",\\"id\\":\\"$ID\\"}" https://api.example.com/v1/servers/1/action',
    'curl -d "Action=TerminateInstances&InstanceId.1=$ID" https://ec2.us-east-1.amazonaws.com/',
    'curl -d "{\\"query\\":\\"mutation { delete_board(board_id: $ID) { id } }\\"}" https://api.monday.com/v2',
    'curl -X DELETE "http://127.0.0.1:8001/api/v1/namespaces/$NS"',
    'for i in $(cat ids); do curl -X DELETE "https://api.example.com/v1/users/$i"; done',
  ])('%s is held', async (command) => {
    expect(await stops(command)).toBe(true);
  });
  test.each([
    'curl "$API/v1/projects/$ID"',
    'irm https://api.example.com/v1/projects/1',
    'iwr https://example.com/a.zip -OutFile a.zip',
    'curl -X POST "$API/v1/projects" -d "{\\"name\\":\\"$NAME\\"}"',
    'curl -X DELETE "http://localhost:$PORT/todos/1"',
    'curl -X POST "http://localhost:3000/items/$ID/delete"',
    'curl -s "https://api.example.com/v1/delete/$ID"',
  ])('%s passes', async (command) => {
    expect(await stops(command)).toBe(false);
  });
});
