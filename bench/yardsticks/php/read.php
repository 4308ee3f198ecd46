<?php
// The same with a read: the gateway's own SELECT through PDO from the gateway's own SQLite file, no caller checked.
// READ_FILE is a PHP file that gives the database's path, the statement and the programme (bench/load/php_read.py).
declare(strict_types=1);

final class Balance
{
    private const SCALE = 10000;

    /** @return array<string, mixed> */
    public function submitAccountBalanceEnquiry(object $parameters): array
    {
        $read = require $_SERVER['READ_FILE'];
        $database = new PDO('sqlite:' . $read['file'], options: [
            PDO::ATTR_PERSISTENT => true,
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY,
        ]);
        $asked = $parameters->request;
        $select = $database->prepare($read['statement']);
        $now = (int) (microtime(true) * 1e6);
        $select->execute([$now, $now, $now, $read['programme'], $asked->accountType, $asked->accountId]);
        // In the order of adapters/database/account_rows.py.
        $row = $select->fetch(PDO::FETCH_NUM);
        [$type, $number, $description, $status, $currency, , $balance, $limit] = $row;
        $held = (int) $row[15];
        $balance += (int) $row[16];
        return [
            'submitAccountBalanceEnquiryResult' => 'Success',
            'account' => [
                'accountType' => $type,
                'accountId' => $number,
                'description' => $description,
                'status' => $status,
                'currencyId' => $currency,
                'customerNumber' => $row[21],
                'title' => $row[24],
                'forename' => $row[25],
                'surname' => $row[26],
                'balance' => intdiv($balance, self::SCALE),
                'held' => intdiv($held, self::SCALE),
                'available' => intdiv($balance + $limit - $held, self::SCALE),
            ],
        ];
    }
}

$server = new SoapServer(__DIR__ . '/../hello.wsdl', ['cache_wsdl' => WSDL_CACHE_BOTH]);
$server->setClass(Balance::class);
$server->handle();
