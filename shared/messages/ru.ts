import type { MessageId } from './message.ts';

/** Every sentence in Russian. */
export const ru: Record<MessageId, string> = {
  'error.failure': '{what}',
  'rule.subscription.manual-approval': '{approval} недопустимо для {operator}: это оператор Alauda',
  'rule.subscription.manual-approval.way-out': 'укажите Manual, затем: kubectl ext approve {operator} -n {namespace}',
  'rule.subscription.channel-exists': 'у {operator} нет канала {channel}',
  'rule.subscription.channel-exists.way-out': 'его каналы: {channels}',
  'rule.subscription.channel-exists.version': 'в канале {channel} оператора {operator} нет версии {version}',
  'rule.subscription.channel-exists.version.way-out': 'новейшие в нём: {versions}; все: kubectl ext versions {operator}',
  'rule.subscription.default-approval': 'installPlanApproval теперь Manual; затем: kubectl ext approve {operator} -n {namespace}',
  'webhook.not-checked': 'не проверено: {fact} ({rule})',
  'webhook.not-judged': 'не проверяется: {operation} для {what}',
  'webhook.wrong-shape': '{path}: ожидается {wanted}',
  'webhook.failed': 'сбой webhook; причина в его журнале',
  'webhook.bad-flag': '{flag} не может быть {value}',
  'webhook.authority-unusable': 'в Secret {secret} пространства имён {namespace} нет пригодного центра сертификации',
  'ask.proceed': 'Продолжить?',
  'plan.install': '{operator} {version}: оператор от {source}, каталог {catalog}, канал {channel}',
  'plan.cluster': 'на {context}',
  'plan.create': 'создать   {object}',
  'plan.approve': 'одобрить  только план ровно из {csv}',
  'plan.subscription.manual': 'Manual, начиная с {csv}',
  'plan.subscription.automatic': 'Automatic: новые версии ставятся сами',
  'step.done': '{object} {result}',
  'step.unchecked': '{object} сервером не проверено: его пространства имён ещё нет',
  'install.modes': '{operator} не может следить за этими пространствами имён: нет {lacking}, есть {supported}',
  'install.modes.hint': 'выберите другие: --target-namespaces {namespace} для его собственного пространства имён',
  'install.shared-namespace': 'в пространстве имён {namespace} уже есть {neighbour}',
  'install.shared-namespace.because':
    'все Subscription одного пространства имён сводятся в один InstallPlan, и одно одобрение двигает их все',
  'install.shared-namespace.hint': 'или согласитесь на это: --allow-shared-namespace',
  'install.name-taken': 'Subscription {name} в пространстве имён {namespace} уже есть, и она для {operator}',
  'install.elsewhere': '{operator} уже установлен в {namespace} и следит за теми же пространствами имён',
  'install.differs': '{operator} уже установлен с другими значениями: {fields}',
  'install.other-version': '{operator} уже есть как {standing}, а не {wanted}',
  'install.other-version.below': 'OLM никогда не возвращается от {standing} к более старой версии',
  'install.other-version.below.hint': 'более старую версию ставят заново: сначала удалите {operator} из пространства имён {namespace}',
  'install.two-groups': 'в пространстве имён {namespace} больше одной OperatorGroup',
  'install.two-groups.because': 'OLM бездействует, если OperatorGroup не ровно одна',
  'install.group-differs': 'OperatorGroup {group} в {namespace} нацелена на {targets}, а не на {wanted}',
  'install.group-differs.hint': 'запросите то же через --target-namespaces или выберите другое пространство имён через -n',
  'install.targets.warning': 'слежение только за {targets}: OLM v1 знает лишь операторы для всех пространств имён',
  'install.bad-namespace':
    '{namespace} не годится как имя пространства имён: не более {limit} знаков a-z, 0-9 и -, по краям буква или цифра',
  'install.automatic-below-head': 'с --approval Automatic версия не может быть {version}: канал уже на {head}',
  'install.automatic-below-head.because': 'OLM тут же перешёл бы к вершине канала',
  'package.two-catalogs': '{name} есть в нескольких каталогах: {catalogs}',
  'package.two-catalogs.hint': 'назовите один из них: --catalog ИМЯ',
  'package.not-in-catalog': 'в каталоге {catalog} нет {name}; он есть в {catalogs}',
  'package.not-found': 'ни один каталог этого кластера не предлагает {name}',
  'package.not-found.nearest': 'похожие имена: {names}',
  'package.no-channel': 'у {name} нет канала {channel}',
  'package.channels': 'его каналы: {channels}',
  'package.no-version': 'в канале {channel} оператора {name} нет версии {version}',
  'package.versions': 'версии в нём: {versions}',
  'subscription.two': '{name} установлен в нескольких пространствах имён: {namespaces}',
  'subscription.two.hint': 'назовите одно из них через -n',
  'subscription.not-found': '{name} здесь не установлен',
  'subscription.not-found.nearest': 'установлены: {names}',
  'preflight.unknown': 'не проверено: {fact}; решает сервер',
  'preflight.forbidden': 'вам не разрешено: {missing}',
  'preflight.forbidden.hint': 'попросите ClusterRole {role}',
  'approve.changed': 'план {plan} изменился во время одобрения; ничего не одобрено',
  'approve.unexpected': 'план {plan} содержит не то, что ожидалось: {expected}',
  'approve.missing': 'ни один из планов не содержит ожидаемого: {missing}',
  'approve.neighbour': 'план {plan} меняет и оператор, который вы не назвали ({role})',
  'approve.neighbour.because': 'все Subscription пространства имён {namespace} сводятся в один InstallPlan',
  'approve.plan': 'одобрить  installplan/{plan} в пространстве имён {namespace}',
  'approve.change': '  {line}',
  'reject.plan': 'отклонить  installplan/{plan} в пространстве имён {namespace}',
  'reject.approved': 'план {plan} тем временем одобрили; он не удалён',
  'reject.changed': 'план {plan} изменился, пока его отклоняли; он не удалён',
  'reject.anew': 'OLM создаст план заново; чтобы он не попал в пакетные операции: kubectl ext hold {name} -n {namespace} --reason TEXT',
  'history.local': 'история этого сохранена в {file}, а не в кластере',
  'history.lost': 'историю этого не удалось записать нигде',
  'history.no-event': 'об этом не сообщает ни одно событие',
  'history.unreadable': 'в ConfigMap {configMap} есть строки, которые не прочитать: {lines}',
  'hold.no-reason': 'скажите, почему: --reason TEXT',
  'hold.automatic': '{name} в режиме Automatic: OLM обновляет его сам, и hold ничего не удержит',
  'approve.held': '{name} удерживается: {reason}',
  'approve.unpacked': 'план {plan} не выполнить: OLM потерял то, что для него распаковал',
  'approve.unpacked.because': 'нет ConfigMap {configMap} в пространстве имён {namespace}, а план на него ссылается',
  'batch.failed': 'не удались планы: {failed} из {total}',
  'watch.gone': '{name} больше нет в списке',
  'wait.start': 'чтение пространства имён',
  'wait.timeout': 'время вышло; кластер ещё может справиться',
  'wait.interrupted': 'прервано; сделанное остаётся на сервере',
  'wait.subscription': 'ожидание Subscription {name}',
  'wait.plan': 'ожидание InstallPlan: Subscription {state}',
  'wait.csv': 'ожидание оператора: InstallPlan {plan}, Subscription {state}',
  'wait.running': 'ожидание оператора: CSV {phase}, готово Deployment: {ready}/{total}',
  'wait.running.done': '{csv} Succeeded за {seconds} с',
  'wait.stop.approval': 'InstallPlan {plan} ждёт одобрения',
  'wait.stop.plan-failed': 'InstallPlan {plan} Failed',
  'wait.stop.plan-refused': 'InstallPlan {plan} отклоняется снова и снова; OLM повторяет его без конца',
  'wait.stop.csv-failed': '{csv} Failed: {reason}',
  'wait.stop.resolution': 'OLM не может подобрать версии: {condition}, {reason}',
  'wait.stop.groups': 'в пространстве имён {namespace} OperatorGroup: {groups}, а OLM нужна ровно одна',
  'wait.stop.catalog': 'каталог {catalog} нездоров ({state}), а OLM ничего не подбирает, пока нездоров хоть один доступный каталог',
  'cluster.answer': 'Ошибка сервера ({reason})',
  'cluster.as-without-user': 'для --as-group, --as-uid и --as-user-extra нужен пользователь: --as',
  'cluster.auth-provider': 'в kubectl больше нет провайдера аутентификации {name}; вместо них плагины exec',
  'cluster.oidc-expired': 'вход через провайдер oidc истёк; его обновит kubectl',
  'cluster.available': 'есть: {names}',
  'cluster.bad-ca': 'в {origin} нет сертификата в формате PEM',
  'cluster.bad-certificate': 'сертификат или ключ из kubeconfig непригоден',
  'cluster.bad-extra': '--as-user-extra имеет вид КЛЮЧ=ЗНАЧЕНИЕ, а не {value}',
  'cluster.bad-proxy': 'значение {origin} — не URL прокси-сервера',
  'cluster.bad-server': 'сервер {server} — не URL и не ХОСТ:ПОРТ',
  'cluster.bad-timeout': '--request-timeout — это число секунд или длительность вида 1s, 2m, 3h, а не {value}',
  'cluster.bad-exec': 'exec.{field} в kubeconfig имеет значение {value}, а может быть только: {choices}',
  'cluster.twice': 'в kubeconfig заданы и {field}, и {other}; уберите одно из них',
  'cluster.key-missing': 'клиентский сертификат задан без ключа',
  'cluster.ca-and-insecure': 'центр сертификации и отключение проверки сертификатов исключают друг друга',
  'cluster.closed': 'соединение с {server} закрыто',
  'cluster.config-malformed': '{file} — не kubeconfig',
  'cluster.exec-answer': '{command} не вернула учётные данные (ExecCredential)',
  'cluster.exec-failed': 'программа {command}, указанная в kubeconfig для получения учётных данных, завершилась с ошибкой',
  'cluster.exec-missing': 'программа {command}, указанная в kubeconfig для получения учётных данных, не установлена',
  'cluster.expired': 'Не удалось подключиться к серверу: срок действия сертификата {server} истёк',
  'cluster.file-unreadable': 'не удаётся прочитать {file}',
  'cluster.name-a-config': 'укажите kubeconfig через --kubeconfig или KUBECONFIG либо войдите на платформу',
  'cluster.no-answer': '{server}: нет ответа за {time}',
  'cluster.no-config': 'кластер не настроен: kubeconfig отсутствует или пуст ({files})',
  'cluster.no-context': 'текущий контекст не выбран: укажите его через --context или kubectl config use-context',
  'cluster.no-server': 'у кластера {name} не указан сервер',
  'cluster.not-an-api': '{server} отвечает не как сервер Kubernetes API',
  'cluster.not-yet-valid': 'Не удалось подключиться к серверу: сертификат {server} ещё не действует',
  'cluster.nothing-there': 'в kubeconfig их нет',
  'cluster.proxy-refused': 'прокси-сервер {proxy} не открыл соединение с {server}',
  'cluster.proxy-scheme': 'прокси-сервер {scheme} не поддерживается: {proxy}, указан в {origin}',
  'cluster.proxy-scheme-hint': 'укажите в {origin} прокси-сервер с URL http://: он пропускает и TLS',
  'cluster.refused': 'Сервер {host} отклонил соединение: верно ли указаны хост и порт?',
  'cluster.timed-out': 'Не удалось подключиться к серверу: {server} не отвечает',
  'cluster.too-large': 'ответ {server} слишком велик',
  'cluster.unauthenticated': 'Необходимо войти на сервер ({reason})',
  'cluster.unauthenticated-hint': 'войдите заново: учётные данные {context} неверны или устарели',
  'cluster.unknown-authority': 'Не удалось подключиться к серверу: сертификат {server} подписан неизвестным центром сертификации',
  'cluster.unknown-authority-hint': 'укажите центр сертификации: --certificate-authority ФАЙЛ',
  'cluster.unknown-cluster': 'в kubeconfig нет кластера {name}',
  'cluster.unknown-context': 'в kubeconfig нет контекста {context}',
  'cluster.unknown-host': 'Не удалось подключиться к серверу: адрес {host} неизвестен',
  'cluster.unknown-user': 'в kubeconfig нет пользователя {name}',
  'cluster.unreachable': 'Не удалось подключиться к серверу: {server}',
  'cluster.wrong-hostname': 'Не удалось подключиться к серверу: сертификат {server} выдан на другое имя',
  'cluster.wrong-hostname-hint': 'если это верный сервер, укажите ожидаемое имя: --tls-server-name',
  'error.watch-output': '--watch показывает только таблицы, но не -o {output}',
  'error.bad-form': '{flag} не может быть {value}; вид значения: {form}',
  'error.bad-timeout': '--timeout ждёт длительность вроде 90s или 10m, а не {value}',
  'approve.none': 'одобрения ничего не ждёт',
  'approve.names-or-all': 'назовите операторы для одобрения или дайте --all, но не то и другое',
  'command.list.summary': 'Показать операторы: установленные, ждущие и доступные',
  'command.list.details':
    'HEALTH складывается из Subscription, InstallPlan, CSV и Deployment; одно AtLatestKnown ничего не доказывает. Что не удалось прочитать, то Unknown, а не Healthy.',
  'command.list.example.installed': 'всё установленное и его здоровье',
  'command.list.example.available': 'операторы Alauda, которые можно установить',
  'command.list.example.watch': 'продолжать и показывать, что меняется',
  'command.list.example.pending': 'InstallPlan, которые ждут одобрения',
  'command.versions.summary': 'Показать каналы и версии оператора',
  'command.versions.example.channel': 'версии одного канала',
  'command.install.summary': 'Установить оператор и дождаться, пока он заработает',
  'command.install.details':
    'Создаёт Subscription с одобрением Manual в отдельном пространстве имён, одобряет план ровно нужной версии и ждёт. Повторный запуск ничего не меняет.',
  'command.install.example.head': 'новейшая версия канала по умолчанию',
  'command.install.example.version': 'более старая версия, без вопросов',
  'command.install.example.manifests': 'объекты, годные для kubectl apply',
  'command.install.example.config': 'на узлах с ограничениями, через прокси',
  'command.install.example.automatic': 'пусть OLM берёт каждую новую версию; не для операторов Alauda',
  'command.approve.summary': 'Одобрить ждущие InstallPlan и ничего сверх названного',
  'command.approve.details':
    'План, который меняет и не названный вами оператор, отклоняется. План, изменившийся во время одобрения, не одобряется.',
  'command.approve.example.one': 'ждущий план одного оператора',
  'command.approve.example.expect': 'только если в плане ровно этот CSV',
  'command.approve.example.all': 'все ждущие планы одной команды',
  'command.reject.summary': 'Удалить ждущий InstallPlan, если в нём нет ничего сверх названного',
  'command.reject.details':
    'План, который меняет и не названный вами оператор, не удаляется; не удаляется и план, который тем временем одобрили или изменили. OLM создаёт план заново; из пакетных операций его исключит hold.',
  'command.reject.example.one': 'ждущий план одного оператора',
  'command.reject.example.dry-run': 'дать серверу проверить и ничего не удалить',
  'command.hold.summary': 'Исключить оператор из пакетных операций и сказать, почему',
  'command.hold.details':
    'approve --all пропускает его и говорит почему; кто назовёт его сам, получит предупреждение. Это аннотация Subscription: OLM и консоль её не знают, поэтому оператор в режиме Automatic и дальше обновляется сам.',
  'command.hold.example.one': 'пока оставить как есть',
  'command.unhold.summary': 'Вернуть оператор в пакетные операции',
  'command.unhold.example.one': 'больше не удерживать',
  'command.status.summary': 'Показать состояние операторов до Pod и событий',
  'command.status.details': 'Код выхода 4, если что-то сломано; 3, если ещё ничего не работает и план ждёт одобрения.',
  'command.status.example.one': 'дерево одного оператора',
  'command.history.summary': 'Показать, кто, что, когда и почему одобрил или отклонил',
  'command.history.details':
    'Сделанное этой программой и имеющиеся InstallPlan: там, где неизвестно, кто одобрил, в скобках указано, чем одобрено. Для удалённого оператора -n называет место, где он был.',
  'command.history.example.one': 'история одного оператора',
  'flag.available': 'доступное вместо установленного',
  'flag.outdated': 'только то, для чего есть новая версия',
  'flag.pending': 'только то, что ждёт одобрения',
  'flag.failed': 'только Failed и Degraded',
  'flag.source': 'только от этого издателя',
  'flag.catalog': 'каталог (CatalogSource)',
  'flag.watch': 'продолжать и показывать изменения',
  'flag.all-namespaces': 'все пространства имён, даже если задано одно',
  'flag.channel': 'канал; без флага канал пакета по умолчанию',
  'flag.version': 'версия или CSV; без флага вершина канала',
  'flag.approval': 'кто одобряет новые версии: Manual (вы) или Automatic (OLM); по умолчанию Manual',
  'flag.target-namespaces': 'следить только за этими пространствами имён; без флага за всеми',
  'flag.allow-shared-namespace': 'ставить рядом с другим оператором: их планы сольются',
  'flag.include-neighbours': 'принять план, который меняет и не названные операторы',
  'flag.create-operator-group': 'создать OperatorGroup даже там, где её создаёт платформа',
  'flag.env': 'переменная контейнеров оператора',
  'flag.node-selector': 'метка узлов, на которых может работать оператор',
  'flag.toleration': 'ограничение (taint) узлов, которое оператору не мешает',
  'flag.no-approve': 'оставить одобрение другому; код выхода 3',
  'flag.approve-all': 'все операторы с ждущим планом',
  'flag.expect': 'одобрить, только если в плане ровно эти CSV',
  'flag.reason': 'причина, для истории',
  'flag.hold-reason': 'почему удерживается; показывается при каждом пропуске',
  'command.complete.summary': 'Дополнить слова; для оболочек',
  'command.completion.summary': 'Вывести скрипт дополнения для оболочки',
  'command.completion.details':
    'Скрипт дополняет слова, когда программа вызвана по собственному имени. После «kubectl» слова дополняет сам kubectl; нужный ему файл пишет «kubectl ext completion install».',
  'command.completion.example.bash': 'для каждого нового bash',
  'command.completion.example.fish': 'для каждого нового fish',
  'command.completion-install.summary': 'Научить kubectl дополнять слова после «kubectl ext»',
  'command.completion-install.details':
    'Пишет исполняемый файл kubectl_complete-ext рядом с программой или в --dir. kubectl ищет его в PATH.',
  'command.completion-install.example.beside': 'рядом с программой',
  'command.completion-install.example.dir': 'посмотреть, что было бы записано в другой папке',
  'command.help.summary': 'Объяснить команду или тему',
  'command.help.example.topic': 'что значат коды выхода',
  'command.help.example.command': 'то же, что completion install --help',
  'command.version.summary': 'Показать версии программы и кластера',
  'command.version.example.both': 'программа и сервер API',
  'command.version.example.client': 'всё о программе, никого не спрашивая',
  'completion.not-on-path': '{folder} нет в PATH, а kubectl ищет там',
  'error.argument-extra': 'лишний аргумент: {word}',
  'error.argument-missing': 'не указано: {name}',
  'error.bug': 'это ошибка в программе: {what}',
  'error.bug.hint': 'повторите команду с -v=6 и сообщите, что она напечатает',
  'error.cannot-write': 'не удалось записать {file}',
  'error.answer-lost': 'ответ не удалось записать',
  'error.cannot-read': 'не удалось прочитать {file}',
  'error.custom-columns': 'столбец задаётся как HEADER:PATH, а не {column}',
  'error.declined': 'ничего не изменено',
  'error.did-you-mean': 'возможно, {name}?',
  'error.interrupted': 'прервано',
  'error.jsonpath': 'jsonpath {template} непонятен с символа {at}',
  'error.no-folder': 'нет исполняемого файла, рядом с которым положить новый',
  'error.nobody-to-ask': 'нужен ответ, а терминала для вопроса нет: укажите {flag}',
  'error.not-a-choice': '{flag} не может быть {value}, только одно из: {choices}',
  'error.not-a-number': '{flag} — число, а не {value}',
  'error.output': 'нет формата вывода {format}; есть: {formats}',
  'error.unknown-command': 'нет команды {command}',
  'error.unknown-flag': 'здесь нет флага {flag}',
  'error.unknown-topic': 'нет справки о {topic}; темы: {topics}',
  'error.update': 'update можно понять двояко: upgrade или configure?',
  'error.value-missing': 'флагу {flag} нужно значение',
  'flag.all-clusters': 'все кластеры текущего входа',
  'flag.as': 'пользователь, от чьего имени действовать',
  'flag.as-group': 'группа, от чьего имени действовать',
  'flag.as-uid': 'UID, от чьего имени действовать',
  'flag.as-user-extra': 'дополнительные поля пользователя, от чьего имени действовать',
  'flag.cache-dir': 'где хранятся имена для дополнения',
  'flag.certificate-authority': 'сертификаты центра, подписавшего сертификат сервера',
  'flag.client': 'только программа, без запроса к кластеру',
  'flag.client-certificate': 'сертификат клиента',
  'flag.client-key': 'ключ сертификата клиента',
  'flag.cluster': 'кластер из kubeconfig вместо заданного контекстом',
  'flag.clusters': 'эти кластеры текущего входа',
  'flag.color': 'выделять слова состояния цветом',
  'flag.context': 'контекст из kubeconfig',
  'flag.debug': 'то же, что -v=6',
  'flag.dir': 'папка для записи; без флага папка программы',
  'flag.disable-compression': 'просить сервер не сжимать ответы',
  'flag.dry-run': 'client: только показать, что было бы сделано; server: ещё и проверить на сервере, ничего не сохраняя',
  'flag.field-manager': 'имя, за которым записываются поля',
  'flag.global-context': 'контекст глобального кластера',
  'flag.help': 'объяснить команду',
  'flag.insecure-skip-tls-verify': 'не проверять сертификат сервера; небезопасно',
  'flag.kubeconfig': 'файл kubeconfig',
  'flag.lang': 'язык сообщений',
  'flag.log-format': 'ход работы и ошибки в stderr текстом или как NDJSON',
  'flag.namespace': 'пространство имён',
  'flag.no-headers': 'печатать таблицы без заголовков',
  'flag.no-input': 'никогда не спрашивать; вопрос — ошибка',
  'flag.output': 'json, yaml, name, wide, jsonpath=, jsonpath-file= или custom-columns=; см. help formatting',
  'flag.quiet': 'без хода работы и предупреждений; ошибки видны',
  'flag.request-timeout': 'сколько может длиться один запрос, например 30s; 0 — без предела',
  'flag.selector': 'только с этими метками, например team=a,stage!=test',
  'flag.server': 'URL сервера API',
  'flag.sort-by': 'сортировать списки по полю, например .name',
  'flag.timeout': 'сколько может длиться всё вместе',
  'flag.tls-server-name': 'имя, которое должно быть в сертификате сервера',
  'flag.token': 'токен доступа',
  'flag.user': 'пользователь из kubeconfig вместо заданного контекстом',
  'flag.v': 'что записывать: 6 запросы, 7 заголовки, 8 тела сокращённо, 9 тела целиком',
  'flag.wait': 'ждать, пока изменённое не заработает',
  'flag.yes': 'продолжать без вопросов',
  'help.about': 'kubectl ext устанавливает и обновляет операторы и плагины кластеров Alauda Container Platform и следит за ними.',
  'help.usage': 'Вызов:',
  'help.usage.command': 'КОМАНДА [флаги]',
  'help.usage.flags': '[флаги]',
  'help.commands': 'Команды:',
  'help.examples': 'Примеры:',
  'help.topics': 'Темы:',
  'help.section.look': 'Посмотреть:',
  'help.section.change': 'Изменить:',
  'help.section.program': 'Программа:',
  'help.group.own': 'Флаги:',
  'help.group.clusters': 'Кластеры:',
  'help.group.output': 'Вывод:',
  'help.group.wait': 'Ожидание:',
  'help.group.confirm': 'Безопасность:',
  'help.group.connection': 'Флаги соединения, у каждой команды:',
  'help.group.program': 'Общие флаги, у каждой команды:',
  'help.list': 'список: повторите флаг или перечислите через запятую',
  'help.list.whole': 'список: повторите флаг',
  'help.default': 'по умолчанию {value}',
  'help.more': 'Подробнее о команде: kubectl ext КОМАНДА --help',
  'help.see-also': 'Флаги каждой команды: kubectl ext --help. Коды выхода: kubectl ext help exit-codes.',
  'usage.bare': '{flag} без значения значит {flag}={value}; пишите полностью',
  'usage.secret': '{flag} в командной строке видят все на этой машине',
  'ui.nothing-found': 'Ничего не найдено',
  'ui.nothing-found-in': 'В пространстве имён {namespace} ничего не найдено.',
  'ui.server-warning': '{text}',
  'help.environment.summary': 'переменные окружения',
  'help.environment': `Окружение

Флаг важнее своей переменной, переменная важнее значения по умолчанию.

KUBECTL_EXT_<FLAG>    Значение любого простого флага для каждой команды, у которой он есть:
                      KUBECTL_EXT_NAMESPACE=apps — это -n apps, KUBECTL_EXT_DRY_RUN=server — это
                      --dry-run=server. Списки перечисляются через запятую. Переменных нет для
                      секретов и для того, что решают каждый раз заново, например --yes
                      и --include-neighbours.

KUBECONFIG            Файлы kubeconfig, списком, как для kubectl. --kubeconfig важнее.
HTTPS_PROXY, NO_PROXY Прокси до сервера API и адреса, к которым идут без него.

KUBECTL_EXT_LANG, LC_ALL, LC_MESSAGES, LANG
                      Язык сообщений, английский или русский: решает первая заданная переменная;
                      --lang важнее.

NO_COLOR              Без цвета, даже если переменная пуста.
CLICOLOR_FORCE        С цветом, даже если вывод не в терминал. NO_COLOR важнее.
TERM=dumb             Без цвета и без перезаписываемых строк.
CI                    Ход работы отдельными строками, как при выводе в канал.

XDG_CACHE_HOME        Имена для дополнения хранятся 30 секунд в её папке kubectl-ext;
                      без переменной — в ~/.cache. --cache-dir важнее.
XDG_DATA_HOME         История, которую кластер не принял, хранится в её папке kubectl-ext;
                      без переменной — в ~/.local/share.`,
  'help.exit-codes.summary': 'что значат коды выхода',
  'help.exit-codes': `Коды выхода

  0     Сделано, всё работает или делать нечего. Списки и описания дают 0 при любом состоянии.
  1     Прочий сбой: кластер недоступен, на вопрос ответили «нет».
  2     Ошибка в командной строке, или вопрос некому задать: нет терминала.
  3     Наша часть сделана, дальше очередь человека: InstallPlan ждёт одобрения.
  4     Не выполнено что-то ещё: нет такого пакета, версии, канала; сработала защита, например
        от чужого оператора в плане; оператор сломан.
  5     Пакет не прошёл проверку.
  6     Что-то удалось, а что-то нет: кластеры, планы, пакеты, образы.
  7     Время вышло; кластер ещё может справиться.
  8     Сервер вас не знает или не разрешает наш запрос.
  9     Запись запрещена правилом, до отправки или на сервере. Сообщение называет правило.
  10    Есть различия; только с --exit-code.
  130   Прервано (Ctrl-C).
  143   Остановлено сигналом.

Поломка (4) важнее ожидания (3). Ждущее обновление работающего оператора — это сведения: 0.
В Windows сам kubectl при любом сбое плагина даёт 1: из скриптов вызывайте kubectl-ext.exe.`,
  'help.formatting.summary': 'форматы -o',
  'help.formatting': `Форматы

Ответ идёт в stdout; ход работы, вопросы, предупреждения и ошибки — в stderr.

  (без флага)          Таблица или строка на каждый записанный объект, как у kubectl.
  -o wide              Таблица с дополнительными столбцами.
  -o name              По имени в строке.
  -o json, -o yaml     Один правильный документ, даже если что-то не удалось: apiVersion, kind,
                       items[] или поля, errors[], warnings[]. Не переводится.
  -o jsonpath=...      Шаблон kubectl над этим документом.
  -o jsonpath-file=F   То же, из файла.
  -o custom-columns=H:PATH,...
                       Своя таблица над его items.

  --sort-by=.field     Сортирует элементы списка.
  --no-headers         Убирает строку заголовков.

Таблицы обрезаются по ширине терминала и печатаются целиком в канал. Пустое — это <none>.
С -o yaml пробный запуск печатает сами объекты: List для kubectl apply -f -.

  kubectl ext list -o jsonpath='{range .items[*]}{.name}{"\\t"}{.version}{"\\n"}{end}'
  kubectl ext list -o jsonpath='{.items[?(@.health=="Failed")].name}'
  kubectl ext list -o custom-columns=NAME:.name,NS:.namespace --sort-by=.name

Точка в ключе экранируется: {.metadata.labels.cpaas\\.io/operator}. Фильтры сравнивают через
== != < <= > >= и не исполняют код. Шаблоны Go не поддерживаются.

--log-format json превращает stderr в NDJSON, по объекту в строке: ts, cluster, step, state, object,
data.`,
  'help.clusters.summary': 'как выбирается кластер',
  'help.clusters': `Кластеры

Кластер — это текущий контекст kubeconfig, как у kubectl. --kubeconfig, --context, --cluster,
--user, --server и другие флаги соединения взяты у kubectl и значат то же самое; то же верно для
KUBECONFIG с несколькими файлами.

Все флаги стоят после «ext»: kubectl -n apps ext list не работает, потому что kubectl не
принимает флагов перед именем плагина. После него они могут стоять где угодно:

  kubectl ext list -n apps --context prod

Без -n поиск идёт по всем пространствам имён, а если на это нет прав — в пространстве контекста.
Имя, найденное в двух пространствах имён, — ошибка, которая их перечисляет.

Плагины кластеров управляются только на глобальном кластере, операторы — там, где работают.`,
  'help.safety.summary': 'что защищает от лишней записи',
  'help.safety': `Безопасность

Проба      --dry-run=client показывает план; --dry-run=server ещё и даёт серверу API проверить
           каждый объект, вместе с admission. Ничего не сохраняется.
Вопрос     Весомая запись показывает, что сделает, и спрашивает. --yes отвечает. Без терминала
           вопрос — это ошибка (2), которая называет флаг. «Нет» ничего не меняет и даёт 1.
Правила    Каждый объект проверяется до отправки по тем же правилам, что и в admission webhook.
           Отказ (9) называет правило, поле и выход. О том, что не удалось прочитать, сказано «не
           проверено», и решает сервер.
Одобрение  InstallPlan одобряется и отклоняется, только если в нём лишь названное. С планом, который
           меняет и другой оператор, без --include-neighbours ничего не делается (4). План,
           изменившийся после показа, проверяется снова.
Удержание  Что удерживает hold, то approve --all пропускает, называя причину; кто назовёт его сам,
           получит лишь предупреждение. OLM об этом не знает.
История    Кто, что, когда и почему (--reason) одобрил или отклонил, записано в ConfigMap
           ext-history-NAME рядом с оператором. Где записать нельзя, это сохраняется на этой машине,
           с предупреждением.
Повтор     Повторная команда говорит «unchanged», ничего не пишет и даёт 0.
Ctrl-C     Первое нажатие завершает начатый запрос и говорит, что на сервере и как продолжить (130);
           второе останавливает сразу.
Секреты    В журналах на любом уровне нет токенов, паролей, ключей и содержимого Secret. Секреты в
           командной строке работают с предупреждением: их видят другие пользователи машины.`,
  'help.aliases': 'Иначе:',
  'install.dependency-automatic': 'вам не разрешено перевести зависимость {name} в Manual: OLM будет обновлять её сам',
};
