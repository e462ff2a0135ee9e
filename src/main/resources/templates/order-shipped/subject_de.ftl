Ihre Bestellung ${order.id} ist unterwegs
